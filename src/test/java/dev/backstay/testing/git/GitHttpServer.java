package dev.backstay.testing.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.backstay.testing.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * A git server on the loopback address: the JDK's HTTP server in front of the real {@code git
 * http-backend}. It can ask for a password, answer with an error, stop and come back at the same
 * port, and freeze, that is, take requests and not answer them.
 */
public final class GitHttpServer implements AutoCloseable {
  /** What a request asks for. */
  public enum Request {
    /** The first request of every talk. */
    CAPABILITIES,
    LS_REFS,
    FETCH
  }

  private final Path root;
  private final Optional<SSLContext> tls;
  private final List<String> cookies = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile Optional<String> authorization = Optional.empty();
  private volatile Optional<Integer> failure = Optional.empty();
  private volatile Optional<String> elsewhere = Optional.empty();
  private volatile Predicate<Request> frozen = _ -> false;
  private volatile CountDownLatch thawed = new CountDownLatch(0);
  private Optional<Running> running = Optional.empty();

  private record Running(HttpServer server, ExecutorService threads) {}

  private GitHttpServer(Path root, Optional<SSLContext> tls) {
    this.root = root;
    this.tls = tls;
    this.port = serve(0);
  }

  /** Serves the repositories below a folder. */
  public static GitHttpServer start(Path root) {
    return new GitHttpServer(root, Optional.empty());
  }

  /** Serves them by https. */
  public static GitHttpServer start(Path root, TestCertificate certificate) {
    return new GitHttpServer(root, Optional.of(certificate.server()));
  }

  /** The URL of a repository by its path below the folder. */
  public String url(String repository) {
    return (tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + port + "/" + repository;
  }

  /** What was asked since the last {@link #forget}, also what was not answered. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The Authorization headers that came with the requests. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** The Cookie headers that came with the requests; each answer sets one. */
  public List<String> cookies() {
    return List.copyOf(cookies);
  }

  public void forget() {
    requests.clear();
    authorizations.clear();
  }

  /** From now on only for those who know this. */
  public void require(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** From now on answers with an HTTP status. */
  public void fail(int status) {
    failure = Optional.of(status);
  }

  public void recover() {
    failure = Optional.empty();
  }

  /** From now on sends all to another server, such as {@code http://localhost:1234}. */
  public void redirect(String server) {
    elsewhere = Optional.of(server);
  }

  public int port() {
    return port;
  }

  /** From now on does not answer such requests, until {@link #thaw}. */
  public void freeze(Predicate<Request> which) {
    thawed = new CountDownLatch(1);
    frozen = which;
  }

  public void thaw() {
    frozen = _ -> false;
    thawed.countDown();
  }

  /** Goes down: connections are refused. */
  public void stop() {
    running.ifPresent(
        r -> {
          r.server().stop(0);
          r.threads().shutdownNow();
        });
    running = Optional.empty();
  }

  /** Comes back at the same port. */
  public void restart() {
    stop();
    serve(port);
  }

  @Override
  public void close() {
    stop();
  }

  private int serve(int atPort) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort);
      HttpServer server =
          tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
      running = Optional.of(new Running(server, threads));
      return server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request request = request(exchange, body);
      String shown = header(exchange, "Authorization");
      requests.add(request);
      authorizations.add(shown);
      cookies.add(header(exchange, "Cookie"));
      exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/");
      if (frozen.test(request)) {
        thawed.await();
      }
      if (failure.isPresent()) {
        exchange.sendResponseHeaders(failure.get(), -1);
      } else if (elsewhere.isPresent()) {
        String location = elsewhere.get() + exchange.getRequestURI();
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
      } else if (authorization.isPresent() && !authorization.get().equals(shown)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
      } else {
        backend(exchange, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request request(HttpExchange exchange, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      return Request.CAPABILITIES;
    }
    InputStream plain = new ByteArrayInputStream(body);
    try (InputStream in =
        header(exchange, "Content-Encoding").equals("gzip") ? new GZIPInputStream(plain) : plain) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.contains("command=ls-refs") ? Request.LS_REFS : Request.FETCH;
    }
  }

  private void backend(HttpExchange exchange, byte[] body) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    TestRepository.isolate(builder);
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put(
        "QUERY_STRING", Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
    environment.put("CONTENT_TYPE", header(exchange, "Content-Type"));
    environment.put("CONTENT_LENGTH", Integer.toString(body.length));
    environment.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    environment.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().write(body);
    process.getOutputStream().close();
    answer(exchange, process.getInputStream().readAllBytes());
  }

  /** Takes the head of a CGI answer apart: lines of headers, an empty line, the content. */
  private static void answer(HttpExchange exchange, byte[] cgi) throws IOException {
    String text = new String(cgi, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    int status = 200;
    for (String line : text.substring(0, end).lines().toList()) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      if (line.startsWith("Status:")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(line.substring(0, colon), value);
      }
    }
    byte[] content = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }
}
