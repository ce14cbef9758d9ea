package dev.backstay.testing;

import static org.awaitility.Awaitility.await;

import dev.backstay.cli.InProcessAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running agent, looked at through its own HTTP API. */
public final class TestAgent implements AutoCloseable {
  public static final String TOKEN = "a-token-for-tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;
  private final InProcessAgent agent;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestAgent(Path folder, InProcessAgent agent) {
    this.folder = folder;
    this.agent = agent;
  }

  /**
   * An environment of the agent's configuration.
   *
   * @param more further settings in flow style, each with a leading comma; may be empty
   */
  public record Env(String name, String path, String namespace, String more) {
    public static Env of(String name, String namespace) {
      return new Env(name, name, namespace, "");
    }
  }

  /** Starts an agent that keeps its data in a folder, and finds it there when started again. */
  public static TestAgent start(TestCluster cluster, Path folder, String url, Env... environments) {
    return start(cluster.agentKubeconfig(), folder, url, environments);
  }

  /** Starts an agent that reaches the cluster by a kubeconfig of its own. */
  public static TestAgent start(Path kubeconfig, Path folder, String url, Env... environments) {
    return start(configure(kubeconfig, folder, url, environments));
  }

  /** Starts an agent with a configuration that was written before. */
  public static TestAgent start(Path configuration) {
    try {
      Path folder = configuration.resolveSibling("");
      return new TestAgent(folder, InProcessAgent.start(configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the configuration that {@link #start} uses. */
  public static Path configure(TestCluster cluster, Path folder, String url, Env... environments) {
    return configure(cluster.agentKubeconfig(), folder, url, environments);
  }

  /** Writes a configuration that reaches the cluster by a kubeconfig of its own. */
  public static Path configure(Path kubeconfig, Path folder, String url, Env... environments) {
    try {
      Files.createDirectories(folder.resolve("secrets"));
      Files.writeString(folder.resolve("token"), TOKEN);
      StringBuilder config =
          new StringBuilder(
              """
              repository: { url: "%s", pollInterval: 1s%s }
              dataDir: data
              http: { address: 127.0.0.1, port: 0, probePort: 0, tokenFile: token }
              environments:
              """
                  .formatted(url, url.startsWith("http") ? ", auth: { secret: git }" : ""));
      for (Env e : List.of(environments)) {
        config.append(
            "  - { name: %s, path: %s, namespace: %s, cluster: { kubeconfig: %s }%s }\n"
                .formatted(e.name(), e.path(), e.namespace(), kubeconfig, e.more()));
      }
      Path file = folder.resolve("backstay.yaml");
      Files.writeString(file, config);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

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
              org.assertj.core.api.Assertions.assertThat(
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
    return send(
        HttpRequest.newBuilder(uri("/api/v1/environments/" + environment + "/sync"))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Reads an answer of the API. */
  public static JsonNode json(String body) {
    return JSON.readTree(body);
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  public HttpResponse<String> getProbe(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.probePort() + path)));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + agent.port() + path);
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
  public void close() {
    agent.close();
  }
}
