package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.FaultProxy.Seen;
import dev.backstay.testing.Kubeconfig;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent of one environment, production, that reaches cluster and git through proxies only. */
final class ProxiedAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String NAME = "production";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace;
  private final TestRepository repository;
  private final GitHttpServer gitServer;
  private final FaultProxy git;
  private final FaultProxy proxy;
  private final Path kubeconfig;
  private Optional<TestAgent> running = Optional.empty();

  private ProxiedAgent(TestCluster cluster, Path folder, String name) {
    this.cluster = cluster;
    this.folder = folder;
    this.namespace = TestCluster.uniqueName(name);
    this.repository = TestRepository.create(folder.resolve("git"));
    this.gitServer = GitHttpServer.start(folder.resolve("git"));
    this.git = FaultProxy.inFrontOf(URI.create(gitServer.url("")));
    this.proxy = FaultProxy.inFrontOf(cluster.agentKubeconfig());
    this.kubeconfig = proxy.kubeconfig(folder, cluster.agentKubeconfig());
  }

  /** Nothing is running yet. */
  static ProxiedAgent prepare(TestCluster cluster, Path folder, String name) {
    return new ProxiedAgent(cluster, folder, name);
  }

  /** The agent runs, and the value {@code a} is deployed. */
  static ProxiedAgent synced(TestCluster cluster, Path folder, String name) {
    ProxiedAgent agent = prepare(cluster, folder, name);
    String head = agent.push("a");
    agent.start();
    agent.agent().awaitSynced(NAME, head);
    return agent;
  }

  void start() {
    start("");
  }

  /**
   * Starts with its data where it was before.
   *
   * @param repositorySettings in flow style, each with a leading comma
   */
  void start(String repositorySettings) {
    try {
      Path home = folder.resolve("agent");
      Path secret = Files.createDirectories(home.resolve("secrets/git"));
      Files.writeString(secret.resolve("token"), "a-token-that-nobody-asks-for");
      String url = git.uri() + "/config.git";
      Path file = TestAgent.configure(kubeconfig, home, url, Env.of(NAME, namespace));
      String config = Files.readString(file);
      String wanted = config.replace("pollInterval: 1s", "pollInterval: 1s" + repositorySettings);
      running = Optional.of(TestAgent.start(Files.writeString(file, wanted)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    running.ifPresent(TestAgent::close);
    running = Optional.empty();
  }

  /** Where the agent keeps its mirror. */
  Path dataDir() {
    return folder.resolve("agent/data");
  }

  TestRepository repository() {
    return repository;
  }

  /** In front of the git server. */
  FaultProxy git() {
    return git;
  }

  GitHttpServer gitServer() {
    return gitServer;
  }

  /** Lets the branch be at another commit, whatever it was at. */
  void moveBranch(String commit) {
    TestRepository.run(repository.bare(), "update-ref", "refs/heads/main", commit);
  }

  void deleteBranch() {
    TestRepository.run(repository.bare(), "update-ref", "-d", "refs/heads/main");
  }

  /** Asks for a sync, and accepts that the branch was rewritten to a commit. */
  void accept(String commit) {
    agent()
        .send(
            HttpRequest.newBuilder(
                    agent().uri("/api/v1/environments/" + NAME + "/sync?accept-rewrite=" + commit))
                .header("Authorization", "Bearer " + TestAgent.TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** How the agent sees the config repo. */
  JsonNode repositoryStatus() {
    return JsonMapper.shared()
        .readTree(agent().get("/api/v1/environments").body())
        .path("repository");
  }

  /** Waits until the agent tells this of its last poll. */
  void awaitGitError(String words) {
    await("git error: " + words)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> assertThat(repositoryStatus().path("lastError").asString("")).contains(words));
  }

  /** What was sent to the API server, and changed something. */
  List<ProxyRequest> writes() {
    return proxy.seen().stream().map(Seen::request).filter(ProxyRequest::isWrite).toList();
  }

  /** In front of the API server. */
  FaultProxy proxy() {
    return proxy;
  }

  TestAgent agent() {
    return running.orElseThrow();
  }

  String namespace() {
    return namespace;
  }

  /** What the agent reads to reach the cluster. */
  Kubeconfig kubeconfig() {
    return Kubeconfig.read(kubeconfig);
  }

  void replaceKubeconfig(Kubeconfig next) {
    next.write(kubeconfig);
  }

  /** Pushes three ConfigMaps that hold a value; gives the commit. */
  String push(String value) {
    String commit = commit(value);
    repository.push();
    return commit;
  }

  /** Commits three ConfigMaps that hold a value. */
  String commit(String value) {
    StringBuilder all = new StringBuilder();
    List.of("one", "two", "three").forEach(n -> all.append(Manifests.configMap(n, value)));
    return repository.write(NAME + "/all.yml", all.toString()).commit(value);
  }

  /** What is live of the values. */
  List<String> values() {
    return List.of("one", "two", "three").stream()
        .map(n -> cluster.jsonPath(namespace, "configmap/" + n, ".data.value"))
        .toList();
  }

  /** The uids of what is live. */
  List<String> uids() {
    return List.of("one", "two", "three").stream()
        .map(n -> cluster.jsonPath(namespace, "configmap/" + n, ".metadata.uid"))
        .toList();
  }

  JsonNode status() {
    return agent().status(NAME);
  }

  /** Waits for a status; never later than a sync with its retries may take. */
  JsonNode awaitStatus(String what, Predicate<JsonNode> wanted) {
    AtomicReference<JsonNode> found = new AtomicReference<>(status());
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> wanted.test(found.updateAndGet(_ -> status())));
    return found.get();
  }

  void awaitSynced(String commit) {
    awaitState(commit, "synced");
  }

  JsonNode awaitState(String commit, String state) {
    return awaitStatus(
        commit + " " + state,
        status ->
            status.path("seen").path("revision").asString("").equals(commit)
                && status.path("state").asString("").equals(state));
  }

  static boolean hasError(JsonNode status, String code) {
    return StreamSupport.stream(status.path("errors").spliterator(), false)
        .anyMatch(error -> error.path("code").asString("").equals(code));
  }

  /**
   * Each outcome is told once and in its order, no two syncs overlap, and each of these commits was
   * deployed, by the subjects in the order they were pushed.
   */
  void assertHistory(String... subjects) {
    List<JsonNode> oldestFirst =
        StreamSupport.stream(agent().history(NAME).spliterator(), false).toList().reversed();
    Instant end = Instant.EPOCH;
    int number = 0;
    for (JsonNode entry : oldestFirst) {
      assertThat(entry.path("number").asInt()).as("%s", oldestFirst).isEqualTo(++number);
      Instant started = Instant.parse(entry.path("started").asString());
      assertThat(started).as("%s", oldestFirst).isAfterOrEqualTo(end);
      end = Instant.parse(entry.path("finished").asString());
    }
    assertThat(oldestFirst)
        .filteredOn(entry -> entry.path("outcome").asString().equals("synced"))
        .extracting(entry -> entry.path("subject").asString())
        .containsExactly(subjects);
  }

  @Override
  public void close() {
    proxy.up();
    proxy.pass();
    gitServer.thaw();
    stop();
    proxy.close();
    git.close();
    gitServer.close();
  }
}
