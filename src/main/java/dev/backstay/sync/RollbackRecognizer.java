package dev.backstay.sync;

import java.util.List;

/**
 * Recognizes a return to a state that was deployed before. Each folder tree counts by its first
 * deployment: going to an older one is a rollback, from there to a newer one again a roll forward.
 */
final class RollbackRecognizer {
  private RollbackRecognizer() {}

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
