package dev.backstay.testing.crash;

import dev.backstay.testing.ClusterState;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Plays scenarios one after the other in a namespace, each with at most one disturbance. */
final class DisturbedLane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GARBAGE_COLLECTED = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Lane lane;
  private final Past past;
  private final FaultProxy proxy;
  private final Path configuration;
  private ClusterState state = Undisturbed.nothing();
  private String versionBeforeThis;
  private String versionBeforeTheLast = "";

  DisturbedLane(TestCluster cluster, ScenarioRepository scenarios, Past past, Path folder) {
    this.lane = new Lane(cluster, scenarios, folder);
    this.past = past;
    this.proxy = FaultProxy.inFrontOf(cluster.agentKubeconfig());
    this.configuration =
        lane.configuration(proxy.kubeconfig(lane.folder(), cluster.agentKubeconfig()));
    this.versionBeforeThis = past.version();
  }

  /**
   * Plays the next scenario to its end.
   *
   * @param judge says how an ending, after a state, differs from the undisturbed one
   */
  Played play(Scenario scenario, Optional<Disturbance> disturbance, Judge judge) {
    versionBeforeTheLast = versionBeforeThis;
    versionBeforeThis = past.version();
    ClusterState before = state;
    Tripwire wire = new Tripwire(disturbance, past, this::version);
    proxy.rule(wire);
    lane.push(scenario);
    if (disturbance.filter(Disturbance::endsTheAgent).isPresent()) {
      playUntilGone(scenario, wire);
      proxy.pass();
    }
    Ending ending = playToTheEnd(scenario, end -> judge.judge(end, before).isFlawless());
    state = ending.state();
    return new Played(
        scenario, disturbance, wire.counts(), wire.fired(), ending, judge.judge(ending, before));
  }

  /** Compares with the undisturbed run. */
  @FunctionalInterface
  interface Judge {
    Verdict judge(Ending ending, ClusterState before);
  }

  private String version(Disturbance.Age age) {
    return switch (age) {
      case BEFORE_THIS -> versionBeforeThis;
      case BEFORE_THE_LAST -> versionBeforeTheLast;
    };
  }

  /** The last writes are made when an agent stops. */
  private void playUntilGone(Scenario scenario, Tripwire wire) {
    try (TestAgent agent = TestAgent.start(configuration)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(LOOK_AGAIN)
          .until(() -> !wire.fired().isEmpty() || lane.isSynced(scenario, agent));
    }
  }

  private Ending playToTheEnd(Scenario scenario, Predicate<Ending> isRight) {
    AtomicReference<Ending> last = new AtomicReference<>();
    try (TestAgent agent = TestAgent.start(configuration)) {
      try {
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(LOOK_AGAIN)
            .until(() -> lane.isSynced(scenario, agent));
        Awaitility.await()
            .atMost(GARBAGE_COLLECTED)
            .pollDelay(Duration.ZERO)
            .until(() -> isRight.test(last.updateAndGet(_ -> lane.ending(agent))));
      } catch (ConditionTimeoutException _) {
        // its verdict tells
      }
      Ending ending = last.get();
      return ending == null ? lane.ending(agent) : ending;
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
