package dev.backstay.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection on which anything may be sent. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();

  /** From an address of this machine, as 127.0.0.2. */
  Wire(int port, String from) {
    try {
      socket.setReceiveBufferSize(4_096);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends what it can: the other side may have closed. */
  Wire send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException _) {
      // seen when reading
    }
    return this;
  }

  /** All that comes until the other side closes. */
  String all() {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8_192];
    try {
      for (int n = read(buffer); n >= 0; n = read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException _) {
      // closed the hard way
    }
    return text.toString();
  }

  /** Whether the other side has closed; what came before is thrown away. */
  boolean isClosed() {
    try {
      socket.setSoTimeout(1);
      return read(new byte[8_192]) < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private int read(byte[] buffer) throws IOException {
    return socket.getInputStream().read(buffer);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
