package dev.backstay.cluster;

import dev.backstay.cluster.access.Impersonation;
import dev.backstay.manifest.Problem;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests to one API server and gives back what became of them. Credentials, TLS and token
 * rotation are the client library's; the JSON is ours, so that nothing of a manifest is lost.
 */
public final class KubeHttp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LONGEST_BACKPRESSURE = Duration.ofSeconds(10);
  private static final Duration LONGEST_WATCH = Duration.ofSeconds(330);
  private static final int TRIES = 4;

  /** How long after it was first sent a request may be sent again unasked. */
  private static final Duration STILL_MEANT = Duration.ofSeconds(2);

  private final Connection connection;
  private final RequestCounter counter;
  private final Purpose purpose;

  /** As whom it asks; empty: as the agent itself. */
  private final Optional<Account> account;

  /** Is told of every answer: for metrics. */
  @FunctionalInterface
  public interface RequestCounter {
    /**
     * Counts one answer.
     *
     * @param verb as Kubernetes names it: {@code get}, {@code apply}
     * @param code HTTP status, 0 for no answer
     */
    void count(String verb, int code);
  }

  private KubeHttp(
      Connection connection, RequestCounter counter, Purpose purpose, Optional<Account> account) {
    this.connection = connection;
    this.counter = counter;
    this.purpose = purpose;
    this.account = account;
  }

  /**
   * Connects by a kubeconfig, or as the pod's service account. No request is made yet.
   *
   * @param kubeconfig empty: {@code $KUBECONFIG}, else the cluster the agent runs in
   * @param agent what the API server's audit log is told of who asks
   */
  public static KubeHttp connect(Optional<Path> kubeconfig, String agent, RequestCounter counter) {
    return new KubeHttp(
        Connection.by(kubeconfig), counter, Purpose.ofAgent(agent), Optional.empty());
  }

  /**
   * Connects as a person does, to look only. No request is made yet.
   *
   * @param kubeconfig empty: {@code $KUBECONFIG}, {@code ~/.kube/config}, or the pod's own cluster
   * @param context empty: the current one
   * @throws IllegalStateException if there is no kubeconfig, or no such context in it
   */
  public static KubeHttp connectToRead(Optional<Path> kubeconfig, Optional<String> context) {
    return new KubeHttp(
        Connection.by(kubeconfig, context), (_, _) -> {}, Purpose.ofReader(), Optional.empty());
  }

  /** The same connection, whose requests say that they are for an environment. */
  public KubeHttp forEnvironment(String namespace, String name) {
    return new KubeHttp(connection, counter, purpose.ofEnvironment(namespace, name), account);
  }

  /** The same connection for the same purpose, but every request is made as an account. */
  public KubeHttp as(Account other) {
    return new KubeHttp(connection, counter, purpose, Optional.of(other));
  }

  /** What the requests of the environment are made for from now on: {@code sync 12 3f2a1c9}. */
  public void isDoing(String activity) {
    purpose.is(activity);
  }

  /** The namespace of the agent itself: its pod's, or the kubeconfig's current one. */
  public String ownNamespace() {
    return Optional.ofNullable(connection.way().client().getConfiguration().getNamespace())
        .orElse("default");
  }

  /** The address of the API server. */
  public String address() {
    return connection.way().base();
  }

  /** Why the last request was not let in or not answered; empty if it was. */
  public Optional<Problem> trouble() {
    return connection.trouble();
  }

  /**
   * Sends and waits. A server that asks to slow down (429) is given the time it asks for. Where
   * credentials or certificates were replaced, the new ones are taken up.
   */
  Answer send(Request request) {
    long sent = System.nanoTime();
    Connection.Way way = connection.way();
    Answer answer = sendOnce(request, way);
    if (answer instanceof Answer.Nothing && System.nanoTime() - sent > STILL_MEANT.toNanos()) {
      // a process that was frozen meanwhile may no longer be the one that should write
      connection.is(trouble(answer));
      return answer;
    }
    for (int attempt = 1;
        attempt < TRIES && isWorthAnotherTry(request, answer, way, attempt);
        attempt++) {
      way = connection.way();
      answer = sendOnce(request, way);
    }
    if (!Thread.currentThread().isInterrupted()) {
      connection.is(trouble(answer));
    }
    return answer;
  }

  private boolean isWorthAnotherTry(
      Request request, Answer answer, Connection.Way used, int attempt) {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    return switch (answer) {
      case Answer.No no when no.code() == 429 -> connection.pause(retryAfter(no));
      case Answer.No no when no.code() == 401 -> connection.renew(used) && attempt == 1;
      // a kept-alive connection that the server has closed meanwhile; all but POST can be redone
      case Answer.Nothing _ -> {
        connection.renew(used);
        yield attempt == 1 && !request.method().equals("POST");
      }
      case Answer.Ok _, Answer.No _ -> false;
    };
  }

  private Optional<Problem> trouble(Answer answer) {
    boolean isIn = answer.code() != 0 && answer.code() != 401;
    return isIn
        ? Optional.empty()
        : Optional.of(ApiFailure.general("talk to the cluster", answer).problem());
  }

  private Answer sendOnce(Request request, Connection.Way way) {
    CompletableFuture<HttpResponse<byte[]>> response = begin(request, way);
    Answer answer;
    try {
      answer = read(response.get(REQUEST_TIMEOUT.toMillis() + 5_000, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = new Answer.Nothing("the agent is stopping");
    } catch (ExecutionException e) {
      answer = new Answer.Nothing(unreachable(Optional.ofNullable(e.getCause()).orElse(e)));
    } catch (java.util.concurrent.TimeoutException e) {
      response.cancel(true);
      answer = new Answer.Nothing(address() + " did not answer in time");
    }
    counter.count(request.verb(), answer.code());
    return answer;
  }

  /** A client that was closed meanwhile, as the agent is stopping, throws at once. */
  private CompletableFuture<HttpResponse<byte[]>> begin(Request request, Connection.Way way) {
    try {
      return way.client().getHttpClient().sendAsync(build(request, way), byte[].class);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private HttpRequest build(Request request, Connection.Way way) {
    HttpRequest.Builder builder =
        begun(request, way).timeout(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    // left out, the method is GET: also for a DELETE without a body
    if (!request.method().equals("GET")) {
      builder.method(request.method(), request.contentType(), request.body());
    }
    return builder.build();
  }

  /**
   * Whom it asks, and who asks: the one place that says so to the API server. Where the client
   * library is told to impersonate somebody, too, it says so after us, and the first one counts.
   */
  private HttpRequest.Builder begun(Request request, Connection.Way way) {
    HttpRequest.Builder builder =
        way.client()
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(way.base() + request.path()))
            .header("Accept", request.accept())
            .header("User-Agent", purpose.userAgent());
    account.ifPresent(a -> builder.header("Impersonate-User", a.username()));
    return builder;
  }

  private Answer read(HttpResponse<byte[]> response) {
    boolean isText =
        response.isSuccessful()
            && Optional.ofNullable(response.header("Content-Type"))
                .filter(type -> type.startsWith("text/plain"))
                .isPresent();
    JsonNode body = isText ? text(response.body()) : parse(response.body());
    if (response.isSuccessful()) {
      return new Answer.Ok(response.code(), body, response.headers("Warning"));
    }
    String message = body.path("message").asString("");
    return new Answer.No(
        response.code(),
        message.isEmpty() ? "HTTP " + response.code() : marked(message),
        body,
        Optional.ofNullable(response.header("Retry-After")).flatMap(KubeHttp::seconds));
  }

  private String marked(String message) {
    return account.map(a -> Impersonation.marked(a.namespace(), a.name(), message)).orElse(message);
  }

  /** A date, the other form that HTTP has, is never sent by an API server. */
  private static Optional<Duration> seconds(String header) {
    return header.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
        : Optional.empty();
  }

  /** What is no JSON on purpose: the log of a container. */
  private static JsonNode text(byte[] body) {
    return JSON.getNodeFactory().stringNode(new String(body, StandardCharsets.UTF_8));
  }

  /** An error page of a proxy is no JSON; its status code says enough. */
  private static JsonNode parse(byte[] body) {
    try {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException _) {
      return JSON.createObjectNode();
    }
  }

  private String unreachable(Throwable cause) {
    String reason =
        Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    return "cannot reach the API server at " + address() + ": " + reason;
  }

  /** A busy server says it in a header and plain words, an eviction or webhook in its Status. */
  private static Duration retryAfter(Answer.No no) {
    long seconds = no.status().path("details").path("retryAfterSeconds").asLong(1);
    Duration wanted = no.retryAfter().orElse(Duration.ofSeconds(Math.max(1, seconds)));
    return wanted.compareTo(LONGEST_BACKPRESSURE) > 0 ? LONGEST_BACKPRESSURE : wanted;
  }

  /**
   * Opens a watch and hands over its events, until the server ends it or {@code stop} completes. A
   * connection that went silent is given up some time after the server should have ended it.
   *
   * @param events one JSON document each; called by one thread at a time
   */
  void watch(Request request, WatchEvents events, CompletableFuture<Void> stop)
      throws ClusterException, IOException {
    Connection.Way way = connection.way();
    LineSplitter lines = new LineSplitter(line -> events.on(JSON.readTree(line)));
    CompletableFuture<HttpResponse<AsyncBody>> opening =
        way.client()
            .getHttpClient()
            .consumeBytes(
                begun(request, way).forStreaming().build(),
                (List<ByteBuffer> chunk, AsyncBody body) -> {
                  lines.take(chunk);
                  body.consume();
                });
    try {
      HttpResponse<AsyncBody> response = opening.get(REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      counter.count(request.verb(), response.code());
      if (!response.isSuccessful()) {
        response.body().cancel();
        Answer.No no = new Answer.No(response.code(), "HTTP " + response.code(), JSON.nullNode());
        throw new ClusterException(ApiFailure.general("watch " + request.path(), no));
      }
      AsyncBody body = response.body();
      CompletableFuture<Void> stopping = stop.whenComplete((_, _) -> body.cancel());
      body.consume();
      CompletableFuture.anyOf(body.done(), stopping)
          .get(LONGEST_WATCH.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      var _ = opening.thenAccept(response -> response.body().cancel());
      opening.cancel(true);
      throw new IOException(unreachable(Optional.ofNullable(e.getCause()).orElse(e)), e);
    }
  }

  /** Takes the events of a watch. */
  @FunctionalInterface
  interface WatchEvents {
    void on(JsonNode event);
  }

  @Override
  public void close() {
    connection.close();
  }
}
