package dev.backstay.testing.crash;

import dev.backstay.testing.ClusterState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What happens when nobody cuts the agent off: where each scenario ends, and how long it takes. */
final class Undisturbed {
  private static final ClusterState NOTHING = new ClusterState(new TreeMap<>(), new TreeMap<>());

  private final Map<Scenario, Ending> endings = new EnumMap<>(Scenario.class);
  private final Map<Scenario, Duration> durations = new EnumMap<>(Scenario.class);

  /**
   * Takes note of one run.
   *
   * @throws IllegalStateException if it ended otherwise than an earlier one: then nothing can be
   *     told by comparing with it
   */
  synchronized void add(Scenario scenario, Ending ending, Duration duration) {
    Ending first = endings.putIfAbsent(scenario, ending);
    if (first != null) {
      Verdict verdict = ending.comparedWith(first, NOTHING);
      if (!verdict.isFlawless()) {
        throw new IllegalStateException(
            "two undisturbed runs differ in " + scenario + ": " + verdict);
      }
    }
    durations.merge(scenario, duration, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  synchronized Ending ending(Scenario scenario) {
    return Objects.requireNonNull(endings.get(scenario));
  }

  /** The shortest of all runs: what comes after the end disturbs nothing. */
  synchronized Duration duration(Scenario scenario) {
    return Objects.requireNonNull(durations.get(scenario));
  }

  /** How a disturbed run differs. */
  Verdict judge(Scenario scenario, Ending ending, ClusterState before) {
    return ending.comparedWith(ending(scenario), before);
  }

  static ClusterState nothing() {
    return NOTHING;
  }
}
