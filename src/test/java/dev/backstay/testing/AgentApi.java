package dev.backstay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running agent, looked at through its own HTTP API. */
public abstract sealed class AgentApi implements AutoCloseable permits TestAgent, ProcessAgent {
  public static final String TOKEN = Canary.token();

  /** What the token's file says of it. */
  public static final String TOKEN_LINE =
      AccessToken.parse(TOKEN).orElseThrow().line("tests", Role.OPERATE);

  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("backstay.test.patience", 60));
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();

  /** The port of the page and the API. */
  abstract int port();

  /** Ends the agent; called once or more often. */
  abstract void end();

  public JsonNode status(String environment) {
    return JSON.readTree(get("/api/v1/environments/" + environment).body());
  }

  /** The newest sync first. */
  public JsonNode history(String environment) {
    return JSON.readTree(get("/api/v1/environments/" + environment + "/history").body())
        .path("history");
  }

  /** Waits until a commit is deployed and everything is healthy. */
  public JsonNode awaitSynced(String environment, String commit) {
    return awaitState(environment, commit, "synced");
  }

  /** Waits until a commit is the newest one looked at, and the environment is in a state. */
  public JsonNode awaitState(String environment, String head, String state) {
    // what satisfied the condition: a moment later the next try may be under way
    AtomicReference<JsonNode> found = new AtomicReference<>(status(environment));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              JsonNode status = status(environment);
              found.set(status);
              assertThat(
                      status.path("seen").path("revision").asString("")
                          + " "
                          + status.path("state").asString(""))
                  .as("%s", status)
                  .isEqualTo(head + " " + state);
            });
    return found.get();
  }

  /** Asks for a poll and a sync now. */
  public HttpResponse<String> sync(String environment) {
    return order(environment, "sync", "");
  }

  /** Asks to leave an environment as it is; the body is JSON, or empty. */
  public HttpResponse<String> suspend(String environment, String body) {
    return order(environment, "suspend", body);
  }

  /** Asks to go on with a suspended environment. */
  public HttpResponse<String> resume(String environment) {
    return order(environment, "resume", "");
  }

  private HttpResponse<String> order(String environment, String what, String body) {
    return send(
        HttpRequest.newBuilder(uri("/api/v1/environments/" + environment + "/" + what))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Reads an answer of the API. */
  public static JsonNode json(String body) {
    return JSON.readTree(body);
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** Sends any request to the agent. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public final void close() {
    http.shutdownNow(); // first: an agent waits a second for connections that nobody closes
    end();
  }
}
