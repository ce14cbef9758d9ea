package dev.backstay.testing.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Speaks git's first protocol, and sends whatever it is told to. */
public final class HostileGitServer implements AutoCloseable {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Served(String head, byte[] pack) {}

  private final Map<String, Served> repositories = new ConcurrentHashMap<>();
  private final HttpServer server;

  private HostileGitServer(HttpServer server) {
    this.server = server;
  }

  public static HostileGitServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      HostileGitServer hostile = new HostileGitServer(server);
      server.createContext("/", hostile::answer);
      server.start();
      return hostile;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves a pack as the branch main of a repository; gives its URL. */
  public String serve(String name, String head, byte[] pack) {
    repositories.put(name, new Served(head, pack));
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      Optional<Served> served = Optional.ofNullable(repositories.get(path[1]));
      if (served.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      boolean asksForRefs = path[2].equals("info");
      String kind = asksForRefs ? "advertisement" : "result";
      exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-" + kind);
      exchange.sendResponseHeaders(200, 0);
      var out = exchange.getResponseBody();
      if (asksForRefs) {
        String refs =
            line("# service=git-upload-pack\n")
                + "0000"
                + line(served.get().head() + " refs/heads/main\0multi_ack_detailed no-done ofs-delta agent=hostile\n")
                + "0000";
        out.write(refs.getBytes(StandardCharsets.US_ASCII));
      } else {
        out.write(line("NAK\n").getBytes(StandardCharsets.US_ASCII));
        out.write(served.get().pack());
      }
    }
  }

  private static String line(String text) {
    return String.format("%04x", text.length() + 4) + text;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
