package dev.backstay.sync;

import dev.backstay.sync.Change.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes a return to a state that was deployed before. Each folder tree counts by its first
 * deployment: going to an older one is a rollback, from there to a newer one again a roll forward.
 * A new state can still be a rollback: where commits say, and git proves, that they revert others.
 */
final class RollbackRecognizer {
  private final Ledger known;
  private final Branch branch;

  RollbackRecognizer(Ledger known, Branch branch) {
    this.known = known;
    this.branch = branch;
  }

  /** What it means to go to a target from what is deployed, or was begun. */
  Change changeTo(Target target, String inputId) {
    Optional<Change> begun = known.history().unfinished(inputId).map(HistoryEntry::change);
    if (begun.isPresent() || known.deployed().isEmpty()) {
      return begun.orElse(Change.NONE);
    }
    Deployed from = known.deployed().get();
    return takesBack(known.history(), from, known.intent(), inputId)
        .map(change -> withReverts(change, from.head()))
        .orElseGet(() -> fromTo(from, target));
  }

  private Change fromTo(Deployed from, Target target) {
    String tree = target.tree().orElse("missing");
    Change byTree = recognize(known.history(), from, tree);
    if (byTree.kind() != Kind.DEPLOY) {
      return withReverts(byTree, lastRevisionOf(tree, known.history().deployments()));
    }
    return from.tree().equals(tree) ? byTree : byClaims(from, target, byTree);
  }

  /** What came on the way that is gone back, or forward again. */
  private Change withReverts(Change change, String since) {
    return new Change(
        change.kind(), change.from(), change.to(), branch.changesBetween(since, change.from()));
  }

  private Change byClaims(Deployed from, Target target, Change otherwise) {
    Reverted reverted = branch.reverted(target, from);
    if (reverted.takenBack().isEmpty()) {
      return reverted.broughtBack().isEmpty()
          ? otherwise
          : new Change(Kind.ROLL_FORWARD, from.revision(), "", reverted.broughtBack());
    }
    // what fell out of the history is proven by git: the folder as it was before the oldest of them
    return branch
        .returnsTo(target, reverted.takenBack().getLast())
        .map(to -> new Change(Kind.ROLLBACK, from.revision(), to, reverted.takenBack()))
        .orElseGet(
            () -> new Change(Kind.PARTIAL_ROLLBACK, from.revision(), "", reverted.takenBack()));
  }

  /**
   * Says what going from what is deployed to another tree is, by what was deployed before.
   *
   * @param to the tree that is about to be deployed
   */
  static Change recognize(History history, Deployed from, String to) {
    if (from.tree().equals(to)) {
      return Change.deploy(from.revision());
    }
    List<Deployment> deployments = history.deployments();
    int target = firstDeploymentOf(to, deployments);
    if (target < 0) {
      return leftHalfWay(history, to)
          .map(revision -> new Change(Kind.ROLL_FORWARD, from.revision(), revision, List.of()))
          .orElseGet(() -> Change.deploy(from.revision()));
    }
    int current = firstDeploymentOf(from.tree(), deployments);
    String revision = deployments.get(target).revision();
    // newest first: the larger index is the older deployment
    boolean isForward = current > target || undoesPartOf(history, to);
    return new Change(
        isForward ? Kind.ROLL_FORWARD : Kind.ROLLBACK, from.revision(), revision, List.of());
  }

  /** Away again from a partial rollback, which is a new state, to what it left. */
  private static boolean undoesPartOf(History history, String to) {
    List<HistoryEntry> deployed =
        history.entries().stream().filter(HistoryEntry::wasDeployed).limit(2).toList();
    return deployed.size() == 2
        && deployed.getFirst().change().kind() == Kind.PARTIAL_ROLLBACK
        && deployed.getLast().tree().equals(to);
  }

  /** What a rollback had ended before it was wholly there. */
  private static Optional<String> leftHalfWay(History history, String tree) {
    boolean isBack = history.lastDeployed().filter(e -> e.change().isRollback()).isPresent();
    return history.entries().stream()
        .filter(entry -> isBack && entry.wasLeft() && entry.tree().equals(tree))
        .findFirst()
        .map(HistoryEntry::revision);
  }

  /**
   * Says whether going to an input takes back another one that was begun and never got to its end.
   *
   * @param deployed what the cluster stands at, but for what was begun
   * @param begun what was begun last, if it is not known to have ended
   */
  static Optional<Change> takesBack(
      History history, Deployed deployed, Optional<Intent> begun, String inputId) {
    List<Deployment> deployments = history.deployments();
    int first = firstDeploymentOf(deployed.tree(), deployments);
    String to = first < 0 ? deployed.revision() : deployments.get(first).revision();
    return begun
        .filter(_ -> deployed.inputId().equals(inputId))
        .filter(intent -> !intent.revision().equals(deployed.revision()))
        .map(intent -> new Change(Kind.ROLLBACK, intent.revision(), to, List.of()));
  }

  private static int firstDeploymentOf(String tree, List<Deployment> deployments) {
    for (int i = deployments.size() - 1; i >= 0; i--) {
      if (deployments.get(i).tree().equals(tree)) {
        return i;
      }
    }
    return -1;
  }

  private static String lastRevisionOf(String tree, List<Deployment> deployments) {
    return deployments.stream()
        .filter(deployment -> deployment.tree().equals(tree))
        .findFirst()
        .map(Deployment::revision)
        .orElse("");
  }
}
