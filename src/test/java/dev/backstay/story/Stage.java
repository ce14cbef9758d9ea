package dev.backstay.story;

import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Role;
import dev.backstay.testing.InstalledChart;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A config repo made from the sample, and the real agent, as a process, that follows it. */
final class Stage implements AutoCloseable {
  static final List<String> ENVIRONMENTS = List.of("master", "staging", "production");
  private static final AccessToken TOKEN = AccessToken.random();

  /** As somebody would install it: an account for each environment, and no more than it needs. */
  private static final String VALUES =
      """
      config:
        environments:
          - { name: master, path: master, namespace: outsrc-dev, clusterKinds: [Namespace] }
          - { name: staging, path: staging, namespace: outsrc-staging, clusterKinds: [Namespace] }
          - { name: production, path: production, namespace: outsrc, clusterKinds: [Namespace] }
      rbac:
        extraRules:
          - apiGroups: [configuration.konghq.com]
            resources: [kongplugins]
            verbs: [get, list, watch, create, patch, delete]
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(40);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TestCluster cluster;
  private final TestRepository repository;
  private final Path folder;
  private final Process agent;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Stage(
      TestCluster cluster, TestRepository repository, Path folder, Process agent, int port) {
    this.cluster = cluster;
    this.repository = repository;
    this.folder = folder;
    this.agent = agent;
    this.port = port;
  }

  /**
   * Sets everything up, and waits until all environments are synced.
   *
   * @param folder an empty one, for the repository, the configuration, the data and the log
   */
  static Stage set(TestCluster cluster, Path folder) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    copy(Path.of("sample-config-repo"), repository);
    // who plays with the demo may have no name in git yet
    repository.git("config", "user.name", "Ada Lovelace");
    repository.git("config", "user.email", "ada@example.com");
    repository.commit("outsrc 1.0.0");
    repository.push();
    int port = freePort(8080);
    int probePort = freePort(8081);
    Files.writeString(folder.resolve("token"), TOKEN.secret());
    Files.writeString(folder.resolve("tokens"), TOKEN.line("demo", Role.OPERATE));
    Path config = folder.resolve("backstay.yaml");
    InstalledChart chart = InstalledChart.install(cluster, folder, "backstay", VALUES);
    Files.writeString(
        config, configuration(repository.url(), chart.environments(), port, probePort));
    cluster.histories().ifPresent(histories -> histories.follow(config));
    cluster.histories().ifPresent(histories -> histories.readsLog(folder.resolve("agent.log")));
    Process agent =
        new ProcessBuilder("bin/backstay", "run", "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("agent.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(agent::destroy));
    Stage stage = new Stage(cluster, repository, folder, agent, port);
    try {
      stage.await("the agent answers", stage::isUp);
      ENVIRONMENTS.forEach(e -> stage.awaitSynced(e, repository.head()));
    } catch (RuntimeException e) {
      stage.close();
      throw e;
    }
    return stage;
  }

  private static String configuration(String url, String environments, int port, int probePort) {
    return """
        repository: { url: "%s", pollInterval: 1s }
        dataDir: data
        http: { address: 127.0.0.1, port: %d, probePort: %d, tokenFile: tokens }
        environments: %s
        """
        .formatted(url, port, probePort, environments);
  }

  private static void copy(Path sample, TestRepository repository) throws IOException {
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        repository.write(sample.relativize(file).toString(), Files.readString(file));
      }
    }
  }

  private static int freePort(int preferred) throws IOException {
    for (int port : new int[] {preferred, 0}) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        if (port == 0) {
          throw e;
        }
      }
    }
    throw new IOException("no free port");
  }

  TestCluster cluster() {
    return cluster;
  }

  TestRepository repository() {
    return repository;
  }

  /** Lets its bearer use the buttons of the page. */
  String token() {
    return TOKEN.secret();
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  Path tokenFile() {
    return folder.resolve("token");
  }

  Path log() {
    return folder.resolve("agent.log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean agentRuns() {
    return agent.isAlive();
  }

  /** Replaces a text in a file of the repository. */
  void edit(String file, String from, String to) {
    Path path = repository.work().resolve(file);
    try {
      String text = Files.readString(path);
      Check.that(text.contains(from), file + " holds " + from);
      repository.write(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(repository.work().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pushes, and lets the agent know at once, as a webhook would. */
  void push() {
    repository.push();
    ENVIRONMENTS.forEach(
        name ->
            send(
                HttpRequest.newBuilder(page().resolve("/api/v1/environments/" + name + "/sync"))
                    .header("Authorization", "Bearer " + TOKEN.secret())
                    .POST(HttpRequest.BodyPublishers.noBody())));
  }

  JsonNode environment(String name) {
    return get("/api/v1/environments/" + name);
  }

  /** The newest sync of an environment. */
  JsonNode lastSync(String name) {
    return get("/api/v1/environments/" + name + "/history").path("history").get(0);
  }

  JsonNode awaitSynced(String name, String head) {
    return awaitState(name, head, "synced");
  }

  JsonNode awaitState(String name, String head, String state) {
    // what satisfied the condition: a moment later the next try may be under way
    AtomicReference<JsonNode> found = new AtomicReference<>(environment(name));
    await(
        name + " is " + state + " at " + head.substring(0, 7),
        () -> {
          JsonNode now = environment(name);
          found.set(now);
          return now.path("seen").path("revision").asString("").equals(head)
              && now.path("state").asString("").equals(state);
        });
    return found.get();
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      Check.that(agent.isAlive(), "the agent runs while waiting until " + what + ":\n" + said());
      Check.that(
          System.nanoTime() < deadline,
          what + " within " + PATIENCE.toSeconds() + " s:\n" + said());
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private boolean isUp() {
    try {
      return get("/api/v1/environments").has("environments");
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private JsonNode get(String path) {
    return JSON.readTree(send(HttpRequest.newBuilder(page().resolve(path))).body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Stops the agent, and waits for it: what it began is ended. */
  @Override
  public void close() {
    agent.destroy();
    try {
      if (!agent.waitFor(10, TimeUnit.SECONDS)) {
        agent.destroyForcibly();
      }
    } catch (InterruptedException _) {
      agent.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
