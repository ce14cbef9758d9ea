package dev.backstay.testing.crash;

import dev.backstay.testing.ClusterState;
import java.time.Duration;

/**
 * One kill, and what became of the environment after the restart.
 *
 * @param state where it ended
 * @param log the end of the restarted agent's log; empty if nothing is wrong
 */
record Killed(At at, Verdict verdict, ClusterState state, String log) {
  /**
   * When it was.
   *
   * @param instant after the push
   */
  record At(Scenario scenario, Duration instant, Progress progress) {
    @Override
    public String toString() {
      return "%s, killed after %d ms (%s)".formatted(scenario, instant.toMillis(), progress);
    }
  }
}
