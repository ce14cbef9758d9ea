package dev.backstay.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstay.config.Forge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * GitHub, GitLab or Gitea on this machine, as far as they take commit statuses: a request that is
 * not as their documentation says is answered as they would, and told as a fault.
 */
public final class ForgeFake implements AutoCloseable {
  public static final String PROJECT = "acme/config";
  public static final String TOKEN = Canary.of("forge");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Forge forge;
  private final HttpServer server;
  private final Deque<Special> specials = new ArrayDeque<>();
  private final List<Shown> shown = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Set<String> running = new HashSet<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private int requests;

  /** A status as it was taken. */
  public record Shown(
      String revision, String context, String state, String description, String targetUrl) {}

  /** What a documented error is answered with. */
  private record Fault(int code, String message) {}

  /** Another answer than what the request deserves. */
  @FunctionalInterface
  public interface Special {
    /** Answers; whatever is left open is closed after it. */
    void answer(HttpExchange exchange) throws IOException;
  }

  private ForgeFake(Forge forge, HttpServer server) {
    this.forge = forge;
    this.server = server;
  }

  public static ForgeFake start(Forge forge) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(any, 0);
      ForgeFake fake = new ForgeFake(forge, server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", fake::handle);
      server.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address for the configuration. */
  public String api() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + root();
  }

  private String root() {
    return switch (forge) {
      case GITHUB -> "";
      case GITLAB -> "/api/v4";
      case GITEA -> "/api/v1";
    };
  }

  /** Answers the next request so, and after all that were asked for before. */
  public synchronized void next(Special special) {
    specials.add(special);
  }

  /** Answers the next request with an error. */
  public void nextIs(int code, String... headers) {
    next(
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
          }
          answer(exchange, code, "{\"message\":\"as asked\"}");
        });
  }

  /** Leaves requests open until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  /** Blocks whoever answers until {@link #release}. */
  public void awaitRelease() {
    try {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every status that was taken, the oldest first. */
  public synchronized List<Shown> shown() {
    return List.copyOf(shown);
  }

  /** The states that a commit was given, the oldest first. */
  public List<String> statesOf(String revision) {
    return shown().stream().filter(s -> s.revision().equals(revision)).map(Shown::state).toList();
  }

  /** What was not as documented. */
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** How many requests came, whatever became of them. */
  public synchronized int requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Special special;
      synchronized (this) {
        requests++;
        special = specials.poll();
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      awaitRelease();
      if (special != null) {
        special.answer(exchange);
        return;
      }
      Fault fault = take(exchange, body);
      if (fault.code() == 201) {
        answer(exchange, 201, "{\"id\":1}");
      } else {
        answer(exchange, fault.code(), "{\"message\":\"" + fault.message() + "\"}");
      }
    }
  }

  /** Answers with JSON. */
  public static void answer(HttpExchange exchange, int code, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized Fault take(HttpExchange exchange, String body) {
    Fault result = judge(exchange, body);
    if (result.code() != 201 && result.code() != 401 && !result.message().startsWith("Cannot")) {
      faults.add(exchange.getRequestURI() + ": " + result + " " + body);
    }
    return result;
  }

  private Fault judge(HttpExchange exchange, String body) {
    if (!isLetIn(exchange)) {
      return new Fault(401, "Bad credentials");
    }
    String start = root() + statuses();
    String path = exchange.getRequestURI().getRawPath();
    if (!exchange.getRequestMethod().equals("POST")
        || !path.startsWith(start)
        || exchange.getRequestURI().getRawQuery() != null) {
      return new Fault(404, "Not Found");
    }
    String revision = path.substring(start.length());
    if (!revision.matches("[0-9a-f]{40}")) {
      return new Fault(422, "No commit found for SHA");
    }
    if (!header(exchange, "Content-Type").startsWith("application/json")) {
      return new Fault(415, "Unsupported Media Type");
    }
    try {
      return show(revision, JSON.readTree(body));
    } catch (JacksonException _) {
      return new Fault(400, "Problems parsing JSON");
    }
  }

  private String statuses() {
    return switch (forge) {
      case GITHUB, GITEA -> "/repos/acme/config/statuses/";
      case GITLAB -> "/projects/acme%2Fconfig/statuses/";
    };
  }

  private boolean isLetIn(HttpExchange exchange) {
    return switch (forge) {
      case GITHUB ->
          header(exchange, "Authorization").equals("Bearer " + TOKEN)
              && header(exchange, "Accept").equals("application/vnd.github+json")
              && header(exchange, "X-GitHub-Api-Version").equals("2022-11-28")
              && !header(exchange, "User-Agent").isEmpty();
      case GITLAB -> header(exchange, "PRIVATE-TOKEN").equals(TOKEN);
      case GITEA -> header(exchange, "Authorization").equals("token " + TOKEN);
    };
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private Set<String> states() {
    return switch (forge) {
      case GITHUB -> Set.of("error", "failure", "pending", "success");
      case GITLAB -> Set.of("pending", "running", "success", "failed", "canceled");
      case GITEA -> Set.of("pending", "success", "error", "failure", "warning");
    };
  }

  private Set<String> fields() {
    return forge == Forge.GITLAB
        ? Set.of("state", "target_url", "description", "context", "name", "ref")
        : Set.of("state", "target_url", "description", "context");
  }

  private Fault show(String revision, JsonNode status) {
    String state = status.path("state").asString("");
    String context = status.path("context").asString("");
    String description = status.path("description").asString("");
    int longest = forge == Forge.GITHUB ? 140 : 255;
    if (!fields().containsAll(status.propertyNames()) || !states().contains(state)) {
      return new Fault(422, "Validation Failed");
    }
    if (description.codePointCount(0, description.length()) > longest) {
      return new Fault(422, "description is too long");
    }
    if (forge == Forge.GITLAB && isNoTransition(revision + context, state)) {
      return new Fault(400, "Cannot transition status via :run from :running");
    }
    shown.add(
        new Shown(revision, context, state, description, status.path("target_url").asString("")));
    return new Fault(201, "");
  }

  private boolean isNoTransition(String which, String state) {
    if (state.equals("running")) {
      return !running.add(which);
    }
    running.remove(which);
    return false;
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }
}
