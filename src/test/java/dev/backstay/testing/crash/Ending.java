package dev.backstay.testing.crash;

import dev.backstay.testing.ClusterState;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a scenario left an environment.
 *
 * @param history one line an entry, newest first
 * @param deletes what the agent deleted on the way, as the API server wrote it down
 */
record Ending(ClusterState state, List<String> history, List<String> deletes) {
  Ending {
    history = List.copyOf(history);
    deletes = List.copyOf(deletes);
  }

  /** In what it differs from where the undisturbed run ended. */
  Verdict comparedWith(Ending undisturbed, ClusterState before) {
    List<String> differences = new ArrayList<>(state.differencesFrom(undisturbed.state));
    state.recreatedSince(before).forEach(key -> differences.add(key + " was made anew"));
    without(deletes, undisturbed.deletes)
        .forEach(name -> differences.add("the undisturbed run did not delete " + name));
    return new Verdict(
        differences, without(undisturbed.history, history), without(history, undisturbed.history));
  }

  /** Each element as often as it is there more often than in the other list. */
  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }
}
