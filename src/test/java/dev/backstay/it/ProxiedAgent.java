package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.Kubeconfig;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An agent of one environment, production, that reaches its cluster through a proxy only. */
final class ProxiedAgent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String NAME = "production";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace;
  private final TestRepository repository;
  private final FaultProxy proxy;
  private final Path kubeconfig;
  private Optional<TestAgent> running = Optional.empty();

  private ProxiedAgent(TestCluster cluster, Path folder, String name) {
    this.cluster = cluster;
    this.folder = folder;
    this.namespace = TestCluster.uniqueName(name);
    this.repository = TestRepository.create(folder.resolve("git"));
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
    Env env = Env.of(NAME, namespace);
    running =
        Optional.of(TestAgent.start(kubeconfig, folder.resolve("agent"), repository.url(), env));
  }

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
    StringBuilder all = new StringBuilder();
    List.of("one", "two", "three").forEach(n -> all.append(Manifests.configMap(n, value)));
    String commit = repository.write(NAME + "/all.yml", all.toString()).commit(value);
    repository.push();
    return commit;
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
    awaitStatus(
        commit + " synced",
        status ->
            status.path("seen").path("revision").asString("").equals(commit)
                && status.path("state").asString("").equals("synced"));
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
    running.ifPresent(TestAgent::close);
    proxy.close();
  }
}
