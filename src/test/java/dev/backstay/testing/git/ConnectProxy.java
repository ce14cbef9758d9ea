package dev.backstay.testing.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on the loopback address: it connects to a port of this machine, whatever name it is asked
 * for, and may want a login first.
 */
public final class ConnectProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> login = Optional.empty();
  private volatile Optional<Integer> refusal = Optional.empty();

  private ConnectProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Starts one that leads to a port of this machine. */
  public static ConnectProxy to(int port) {
    return new ConnectProxy(port);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What it was asked, with all headers. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  /** From now on only for those who know this. */
  public void require(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    login = Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** From now on answers with a status. */
  public void refuse(int status) {
    refusal = Optional.of(status);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        open.add(caller);
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      for (String head = head(caller); !head.isEmpty(); head = head(caller)) {
        heads.add(head);
        Optional<String> problem = problem(head);
        if (problem.isPresent()) {
          answer(caller, problem.get() + "Content-Length: 0\r\n");
        } else {
          tunnel(caller);
          return;
        }
      }
    } catch (IOException e) {
      // one of the two has ended
    }
  }

  private Optional<String> problem(String head) {
    if (refusal.isPresent()) {
      return Optional.of("HTTP/1.1 " + refusal.get() + " No\r\n");
    }
    return login.isPresent() && !head.contains("uthorization: " + login.get() + "\r\n")
        ? Optional.of(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic"
                + " realm=\"proxy\"\r\n")
        : Optional.empty();
  }

  private void tunnel(Socket caller) throws IOException {
    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(there);
      answer(caller, "HTTP/1.1 200 Connected\r\n");
      Thread back = Thread.ofVirtual().start(() -> copy(there, caller));
      copy(caller, there);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of the two has ended
    }
  }

  private static String head(Socket caller) throws IOException {
    InputStream in = caller.getInputStream();
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private static void answer(Socket caller, String head) throws IOException {
    OutputStream out = caller.getOutputStream();
    out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    stop();
  }

  /** Goes down: connections are refused. */
  public void stop() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
