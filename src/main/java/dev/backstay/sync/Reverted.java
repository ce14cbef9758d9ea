package dev.backstay.sync;

import dev.backstay.git.Commit;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.GitException;
import dev.backstay.git.Reverts;
import dev.backstay.git.Revision;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Which deployed commits a row of new commits says it takes back, as far as the claims are true:
 * the commit is part of what is deployed, and changed the folder.
 *
 * @param takenBack newest first
 * @param broughtBack reverts that are reverted themselves, newest first
 */
record Reverted(List<String> takenBack, List<String> broughtBack) {
  static final Reverted NOTHING = new Reverted(List.of(), List.of());

  Reverted {
    takenBack = List.copyOf(takenBack);
    broughtBack = List.copyOf(broughtBack);
  }

  /**
   * Follows the claims from the oldest commit to the newest.
   *
   * @param commits newest first
   */
  static Reverted by(
      List<Commit> commits, ConfigRepository repository, String path, Deployed deployed)
      throws GitException {
    Claims claims = new Claims(repository, path, new Revision(deployed.head()));
    for (Commit commit : commits.reversed()) {
      for (String id : Reverts.claimedBy(commit)) {
        Optional<Revision> claimed = repository.find(id);
        if (claimed.isPresent()) {
          claims.follow(claimed.get());
        }
      }
    }
    return new Reverted(
        List.copyOf(claims.takenBack.reversed()), List.copyOf(claims.broughtBack.reversed()));
  }

  private static final class Claims {
    private final ConfigRepository repository;
    private final String path;
    private final Revision deployed;
    private final SequencedSet<String> takenBack = new LinkedHashSet<>();
    private final SequencedSet<String> broughtBack = new LinkedHashSet<>();

    Claims(ConfigRepository repository, String path, Revision deployed) {
      this.repository = repository;
      this.path = path;
      this.deployed = deployed;
    }

    void follow(Revision reverted) throws GitException {
      List<String> undone = Reverts.claimedBy(repository.commit(reverted));
      if (!repository.descends(deployed, reverted)) {
        // a revert that came and went in the same row of commits
        for (String id : undone) {
          repository.find(id).map(Revision::id).ifPresent(takenBack::remove);
        }
      } else if (changesFolder(reverted)) {
        (undone.isEmpty() ? takenBack : broughtBack).add(reverted.id());
      }
    }

    private boolean changesFolder(Revision commit) throws GitException {
      Optional<Revision> parent = repository.parent(commit);
      Optional<String> before =
          parent.isPresent() ? repository.treeId(parent.get(), path) : Optional.empty();
      return !before.equals(repository.treeId(commit, path));
    }
  }
}
