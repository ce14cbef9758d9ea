package dev.backstay.change;

import dev.backstay.git.Commit;
import dev.backstay.git.CommitWriter;
import dev.backstay.git.GitException;
import dev.backstay.git.Revision;
import dev.backstay.git.TakenBack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what it takes to bring an environment's folder back to what it was at another commit.
 * Asks the repository, and changes nothing.
 */
public final class Rollback {
  private final CommitWriter repository;
  private final RollbackRequest request;
  private final Revision head;

  private Rollback(CommitWriter repository, RollbackRequest request, Revision head) {
    this.repository = repository;
    this.request = request;
    this.head = head;
  }

  /** Plans it on the branch as it is now. */
  public static RollbackPlan plan(CommitWriter repository, RollbackRequest request)
      throws GitException {
    return new Rollback(repository, request, repository.head()).plan();
  }

  private RollbackPlan plan() throws GitException {
    Optional<Revision> target = request.to().isPresent() ? named() : lastHealthyBefore();
    if (target.isEmpty()) {
      return new RollbackPlan.Impossible(
          request
              .to()
              .map(id -> "there is no commit " + id + " in the branch, or more than one")
              .orElse(
                  "no healthy state of "
                      + request.environment()
                      + " from before this one is known: name a commit with --to"));
    }
    return to(target.get());
  }

  private RollbackPlan to(Revision target) throws GitException {
    Commit commit = repository.commit(target);
    Optional<String> wanted = repository.treeId(target, request.path());
    if (wanted.isEmpty()) {
      return new RollbackPlan.Impossible(
          "there is no folder " + request.path() + " in " + target + ": nothing to go back to");
    }
    if (wanted.equals(repository.treeId(head, request.path()))) {
      return new RollbackPlan.Nothing(head, commit);
    }
    TakenBack takenBack = repository.takenBack(head, target, request.path());
    return new RollbackPlan.Change(
        head,
        commit,
        takenBack,
        repository.diff(head, target, request.path()),
        RollbackMessage.of(request, target, takenBack));
  }

  /** What was deployed once may come back even if the branch does not have it any more. */
  private Optional<Revision> named() throws GitException {
    Optional<Revision> found = repository.find(request.to().orElse(""));
    if (found.isEmpty() || wasDeployed(found.get()) || repository.descends(head, found.get())) {
      return found;
    }
    return Optional.empty();
  }

  private boolean wasDeployed(Revision revision) {
    return request.deployed().stream().anyMatch(d -> d.revision().equals(revision.id()));
  }

  /**
   * Of the states from before the head's state was deployed first, the newest healthy one. If the
   * head was never deployed, that is what the cluster is at.
   */
  private Optional<Revision> lastHealthyBefore() throws GitException {
    Map<Integer, String> trees = trees();
    Optional<String> current = repository.treeId(head, request.path());
    int first = -1;
    for (Map.Entry<Integer, String> tree : trees.entrySet()) {
      if (current.filter(tree.getValue()::equals).isPresent()) {
        first = tree.getKey();
      }
    }
    for (int i : trees.keySet()) {
      if (i > first && request.deployed().get(i).isHealthy()) {
        return Optional.of(new Revision(request.deployed().get(i).revision()));
      }
    }
    return Optional.empty();
  }

  /** The folder trees of what was deployed, newest first, as far as the repository has them. */
  private Map<Integer, String> trees() throws GitException {
    Map<Integer, String> trees = new LinkedHashMap<>();
    for (int i = 0; i < request.deployed().size(); i++) {
      Optional<Revision> revision = repository.find(request.deployed().get(i).revision());
      Optional<String> tree =
          revision.isPresent()
              ? repository.treeId(revision.get(), request.path())
              : Optional.empty();
      if (tree.isPresent()) {
        trees.put(i, tree.get());
      }
    }
    return trees;
  }
}
