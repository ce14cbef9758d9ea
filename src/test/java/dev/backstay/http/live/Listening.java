package dev.backstay.http.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;

/** Somebody who listens to a stream on a socket of their own. */
final class Listening implements AutoCloseable {
  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private volatile boolean ended;

  private Listening(Socket socket) {
    this.socket = socket;
    Thread.ofVirtual().start(this::read);
  }

  static Listening open(int port, String from, String path, String... headers) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      return new Listening(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (InputStream in = socket.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        received.write(buffer, 0, n);
      }
    } catch (IOException _) {
      // closed, by us or by the agent
    }
    ended = true;
  }

  private String raw() {
    return received.toString(StandardCharsets.UTF_8);
  }

  /** All that came, without the sizes of the chunks that it came in. */
  String text() {
    return raw().replaceAll("(\r\n)?[0-9a-fA-F]+\r\n", "").replace("\r\n", "");
  }

  String head() {
    String raw = raw();
    return raw.substring(0, Math.max(0, raw.indexOf("\r\n\r\n")));
  }

  void await(String words) {
    Awaitility.await().until(() -> text().contains(words) || head().contains(words));
  }

  void awaitEnd() {
    // the connection may stay: it is the end of the answer that counts
    Awaitility.await().until(() -> ended || raw().endsWith("0\r\n\r\n"));
  }

  String lastId() {
    String text = text();
    int at = text.lastIndexOf("id: ") + 4;
    return text.substring(at, text.indexOf('\n', at));
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
