package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.it.EveryStateIT.Cell;
import dev.backstay.testing.Fault;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** One agent with an environment for each cell, and a proxy that holds each in its state. */
final class HeldStates implements AutoCloseable {
  /** The last environment of the configuration: what it has seen was told to all others. */
  private static final String LAST = "zz-last";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final TestCluster cluster;
  private final TestRepository repository;
  private final FaultProxy proxy;
  private final String prefix = TestCluster.uniqueName("states");
  private final TestAgent agent;
  private final Map<String, Cell> byNamespace = new ConcurrentHashMap<>();
  private final Map<Cell, CountDownLatch> faulty = new ConcurrentHashMap<>();

  private HeldStates(TestCluster cluster, Path folder, List<Cell> cells) {
    this.cluster = cluster;
    this.repository = TestRepository.create(folder.resolve("git"));
    this.proxy = FaultProxy.inFrontOf(cluster.agentKubeconfig());
    cells.forEach(cell -> byNamespace.put(namespace(cell.environment()), cell));
    cells.forEach(cell -> write(cell, cell.state().good()));
    repository.write(LAST + "/cm.yml", Manifests.configMap("cm", "last")).commit("good");
    repository.push();
    proxy.rule(this::fault);
    this.agent = TestAgent.start(configuration(folder, cells));
  }

  /** All environments are synced; those that are tried again by themselves no longer. */
  static HeldStates start(TestCluster cluster, Path folder, List<Cell> cells) {
    HeldStates started = new HeldStates(cluster, folder, cells);
    String good = started.repository.head();
    started.agent.awaitSynced(LAST, good);
    cells.forEach(cell -> started.agent.awaitSynced(cell.environment(), good));
    List<Cell> waiting = cells.stream().filter(cell -> cell.state().isTriedAgain()).toList();
    waiting.forEach(started::spoil);
    started.push("those that take their time");
    return started;
  }

  private Path configuration(Path folder, List<Cell> cells) {
    List<Env> environments = new ArrayList<>();
    for (Cell cell : cells) {
      String name = cell.environment();
      String more = ", healthTimeout: " + cell.state().healthTimeout();
      environments.add(new Env(name, name, namespace(name), more));
    }
    environments.add(Env.of(LAST, namespace(LAST)));
    return TestAgent.pollingRarely(
        TestAgent.configure(
            proxy.kubeconfig(folder, cluster.agentKubeconfig()),
            folder.resolve("agent"),
            repository.url(),
            environments.toArray(Env[]::new)));
  }

  private String namespace(String environment) {
    return prefix + "-" + environment;
  }

  TestAgent agent() {
    return agent;
  }

  private void write(Cell cell, String text) {
    repository.write(cell.environment() + "/all.yml", text);
  }

  private void spoil(Cell cell) {
    faulty.put(cell, new CountDownLatch(1));
    write(cell, cell.state().bad());
  }

  private String push(String message) {
    String head = repository.commit(message);
    repository.push();
    assertThat(agent.sync(LAST).statusCode()).isEqualTo(202);
    awaitEverybodySaw(head);
    return head;
  }

  /** Pushes what leads to its state, and waits until it is there. */
  void bringInto(Cell cell) {
    if (!cell.state().isTriedAgain()) {
      spoil(cell);
      push("bad");
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(agent.status(cell.environment()).path("state").asString())
                    .isEqualTo(cell.state().word()));
    if (isHeld(cell)) {
      await().atMost(PATIENCE).until(() -> proxy.seen().stream().anyMatch(s -> isHeld(cell, s)));
    }
  }

  private static boolean isHeld(Cell cell) {
    return switch (cell.state()) {
      case CHECKING, APPLYING, PRUNING -> true;
      case ROLLING_OUT, REFUSED, SYNCED, DEGRADED, FAILED -> false;
    };
  }

  private boolean isHeld(Cell cell, FaultProxy.Seen seen) {
    return seen.fault() instanceof Fault.Hold
        && cellOf(seen.request()).filter(cell::equals).isPresent();
  }

  /** From now on nothing else of it is held or refused; what is held stays so. */
  void letPassLater(Cell cell) {
    if (!isHeld(cell)) {
      release(cell);
    }
  }

  void release(Cell cell) {
    Optional.ofNullable(faulty.remove(cell)).ifPresent(CountDownLatch::countDown);
  }

  /** Pushes a folder in which nothing is wrong; returns when every environment was told. */
  String pushAgain(Cell cell, String value) {
    write(cell, value.equals("good") ? cell.state().good() : cell.state().healthy(value));
    return push(value);
  }

  /** Pushes what concerns no environment, and lets nobody know. */
  String commitElsewhere() {
    String head = repository.commit("elsewhere");
    repository.push();
    return head;
  }

  void awaitEverybodySaw(String head) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(agent.status(LAST).path("seen").path("revision").asString(""))
                    .isEqualTo(head));
  }

  /** What is live of the ConfigMap. */
  String value(Cell cell) {
    return cluster.jsonPath(namespace(cell.environment()), "configmap/cm", ".data.value");
  }

  /** How often the ConfigMap was written. */
  int applied(Cell cell) {
    return (int) requests(cell).filter(ProxyRequest::isWrite).count();
  }

  /** How often the ConfigMap was rehearsed. */
  int rehearsed(Cell cell) {
    return (int) requests(cell).filter(ProxyRequest::isDryRun).count();
  }

  private java.util.stream.Stream<ProxyRequest> requests(Cell cell) {
    return proxy.seen().stream()
        .map(FaultProxy.Seen::request)
        .filter(request -> isSettings(request) && cellOf(request).filter(cell::equals).isPresent());
  }

  private static boolean isSettings(ProxyRequest request) {
    return request.path().endsWith("/configmaps/cm") && request.method().equals("PATCH");
  }

  private Optional<Cell> cellOf(ProxyRequest request) {
    String[] parts = request.path().split("/", -1);
    int at = List.of(parts).indexOf("namespaces");
    return at < 0 || at + 1 >= parts.length
        ? Optional.empty()
        : Optional.ofNullable(byNamespace.get(parts[at + 1]));
  }

  private Fault fault(ProxyRequest request) {
    Optional<Cell> cell = cellOf(request);
    CountDownLatch latch = cell.map(faulty::get).orElse(null);
    if (latch == null) {
      return new Fault.Pass();
    }
    boolean rehearsal = isSettings(request) && request.isDryRun();
    boolean hold =
        switch (cell.orElseThrow().state()) {
          case CHECKING -> rehearsal;
          case APPLYING -> isSettings(request) && request.isWrite();
          case PRUNING -> request.method().equals("DELETE") && request.isWrite();
          case ROLLING_OUT, REFUSED, SYNCED, DEGRADED, FAILED -> false;
        };
    if (rehearsal && cell.orElseThrow().state() == HeldState.FAILED) {
      return Fault.Answer.status(503, "ServiceUnavailable", "busy");
    }
    return hold ? new Fault.Hold(latch) : new Fault.Pass();
  }

  @Override
  public void close() {
    faulty.values().forEach(CountDownLatch::countDown);
    agent.close();
    proxy.close();
  }
}
