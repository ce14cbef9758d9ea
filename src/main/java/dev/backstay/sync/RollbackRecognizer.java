package dev.backstay.sync;

import java.util.List;
import java.util.Optional;

/**
 * Recognizes a return to a state that was deployed before. Each folder tree counts by its first
 * deployment: going to an older one is a rollback, from there to a newer one again a roll forward.
 */
final class RollbackRecognizer {
  private RollbackRecognizer() {}

  /** What it means to go to a target from what is deployed, or was begun. */
  static Change changeTo(Target target, String inputId, Ledger known) {
    List<HistoryEntry> history = known.history().entries();
    String from = known.deployed().map(Deployed::tree).orElse("");
    return known
        .history()
        .unfinished(inputId)
        .or(
            () ->
                known.deployed().flatMap(last -> takesBack(history, last, known.intent(), inputId)))
        .orElseGet(() -> recognize(history, from, target.tree().orElse("missing")));
  }

  /**
   * Says what going from one tree to another is.
   *
   * @param history newest first
   * @param from the tree that is deployed now
   * @param to the tree that is about to be deployed
   */
  static Change recognize(List<HistoryEntry> history, String from, String to) {
    int target = firstDeploymentOf(to, history);
    if (target < 0 || from.equals(to)) {
      return Change.DEPLOY;
    }
    int current = firstDeploymentOf(from, history);
    String revision = history.get(target).revision();
    // newest first: the larger index is the older deployment
    return current >= 0 && current > target
        ? new Change(Change.Kind.ROLL_FORWARD, revision)
        : new Change(Change.Kind.ROLLBACK, revision);
  }

  /**
   * Says whether going to an input takes back another one that was begun and never got to its end.
   *
   * @param history newest first
   * @param deployed what the cluster stands at, but for what was begun
   * @param begun what was begun last, if it is not known to have ended
   */
  static Optional<Change> takesBack(
      List<HistoryEntry> history, Deployed deployed, Optional<Intent> begun, String inputId) {
    boolean isBack =
        deployed.inputId().equals(inputId)
            && begun.filter(b -> !b.revision().equals(deployed.revision())).isPresent();
    if (!isBack) {
      return Optional.empty();
    }
    int first = firstDeploymentOf(deployed.tree(), history);
    String revision = first < 0 ? deployed.revision() : history.get(first).revision();
    return Optional.of(new Change(Change.Kind.ROLLBACK, revision));
  }

  private static int firstDeploymentOf(String tree, List<HistoryEntry> history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      HistoryEntry entry = history.get(i);
      if (entry.wasDeployed() && entry.tree().equals(tree)) {
        return i;
      }
    }
    return -1;
  }
}
