package dev.backstay.testing.crash;

import static dev.backstay.testing.crash.ScenarioRepository.ENVIRONMENT;

import dev.backstay.testing.ClusterState;
import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestCluster;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Kills the agent with {@code kill -9} at random instants of first syncs, changes, prunes and
 * rollbacks, starts it again, and compares where it ends with where an undisturbed one does.
 */
public final class CrashRun {
  /** A process for each agent keeps the machine busy with starting them. */
  private static final int AT_ONCE = 3;

  private static final Duration GARBAGE_COLLECTED = Duration.ofSeconds(30);

  private final TestCluster cluster;
  private final Path folder;
  private final ScenarioRepository scenarios;
  private final Undisturbed undisturbed = new Undisturbed();
  private final AtomicInteger logs = new AtomicInteger();

  private CrashRun(TestCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.scenarios = ScenarioRepository.create(folder.resolve("scenarios"));
  }

  /**
   * Runs to the end, whatever it finds on the way.
   *
   * @param instants how often the agent is killed
   * @param seed of the instants
   */
  public static CrashReport run(TestCluster cluster, Path folder, int instants, long seed) {
    CrashRun run = new CrashRun(cluster, folder);
    SideBySide.run(AT_ONCE, AT_ONCE, _ -> run.measure());
    Instants drawn = Instants.draw(instants, seed, run.undisturbed);
    List<Killed> killed =
        SideBySide.run(drawn.runs(), AT_ONCE, number -> run.kill(drawn.ofRun(number))).stream()
            .flatMap(List::stream)
            .toList();
    return new CrashReport(instants, seed, killed);
  }

  /** The agent is started anew for each scenario, as after a kill: a warm one would be faster. */
  private List<Killed> measure() {
    Lane lane = new Lane(cluster, scenarios, folder);
    for (Scenario scenario : Scenario.values()) {
      try (ProcessAgent agent = start(lane)) {
        lane.awaitRest(scenario, agent);
        long begun = System.nanoTime();
        lane.push(scenario);
        agent.sync(ENVIRONMENT);
        lane.awaitSynced(scenario, agent);
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        undisturbed.add(scenario, lane.ending(agent), duration);
      }
    }
    return List.of();
  }

  private List<Killed> kill(Map<Scenario, Duration> instants) {
    List<Killed> all = new ArrayList<>();
    Lane lane = new Lane(cluster, scenarios, folder);
    ClusterState before = Undisturbed.nothing();
    ProcessAgent agent = start(lane);
    try {
      for (Map.Entry<Scenario, Duration> each : instants.entrySet()) {
        Scenario scenario = each.getKey();
        Duration instant = each.getValue();
        lane.awaitRest(scenario, agent);
        killIn(instant, scenario, lane, agent);
        Progress progress = lane.progress(scenario);
        agent.close();
        agent = start(lane);
        Killed killed = recover(new Killed.At(scenario, instant, progress), lane, agent, before);
        all.add(killed);
        if (!killed.verdict().isFlawless()) {
          break; // what comes after it could not be judged
        }
        before = killed.state();
      }
    } finally {
      agent.close();
    }
    return all;
  }

  private static void killIn(Duration instant, Scenario scenario, Lane lane, ProcessAgent agent) {
    CompletableFuture<Void> killed = agent.killIn(instant);
    lane.push(scenario);
    try {
      agent.sync(ENVIRONMENT);
    } catch (UncheckedIOException _) {
      // killed before it could answer
    }
    killed.join();
  }

  private Killed recover(Killed.At at, Lane lane, ProcessAgent agent, ClusterState before) {
    AtomicReference<Ending> last = new AtomicReference<>();
    try {
      lane.awaitSynced(at.scenario(), agent);
      last.set(lane.ending(agent));
      Awaitility.await()
          .atMost(GARBAGE_COLLECTED)
          .until(
              () -> {
                if (!undisturbed.judge(at.scenario(), last.get(), before).isFlawless()) {
                  last.set(lane.ending(agent));
                }
                return undisturbed.judge(at.scenario(), last.get(), before).isFlawless();
              });
    } catch (ConditionTimeoutException e) {
      // its verdict tells
    }
    Ending ending = last.get();
    if (ending == null) {
      ending = lane.ending(agent);
    }
    Verdict verdict = undisturbed.judge(at.scenario(), ending, before);
    return new Killed(at, verdict, ending.state(), verdict.isFlawless() ? "" : agent.tail());
  }

  private ProcessAgent start(Lane lane) {
    Path log = lane.folder().resolve("agent-" + logs.incrementAndGet() + ".log");
    return ProcessAgent.start(lane.configuration(cluster.agentKubeconfig()), log);
  }
}
