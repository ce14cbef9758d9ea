package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Questions to the commits of any repository about one folder. */
final class FolderLog {
  static final int MOST_COMMITS = 100;

  private final Repository repository;
  private final String path;

  FolderLog(Repository repository, String path) {
    this.repository = repository;
    this.path = path;
  }

  /** The commit with such an id, perhaps shortened; none if there is not exactly one. */
  Optional<Revision> find(String id) throws IOException {
    return CommitIds.find(repository, id);
  }

  Commit commit(Revision revision) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Commits.of(parse(walk, revision));
    }
  }

  /** Whether the older commit is the newer one or an ancestor of it. */
  boolean descends(Revision newer, Revision older) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedInto(parse(walk, older), parse(walk, newer));
    }
  }

  Optional<ObjectId> folder(Revision revision) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Trees.folder(walk.getObjectReader(), parse(walk, revision), path);
    }
  }

  /** What is taken back when the folder of the head becomes that of the target. */
  TakenBack takenBack(Revision head, Revision target) throws IOException {
    Set<ObjectId> added = added(head, target);
    List<FolderCommit> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      Optional<ObjectId> wanted = folder(walk, Optional.of(parse(walk, target)));
      Optional<RevCommit> at = Optional.of(parse(walk, head));
      while (at.isPresent() && added.contains(at.get()) && !folder(walk, at).equals(wanted)) {
        RevCommit commit = at.get();
        Optional<RevCommit> parent = parent(walk, commit);
        if (!folder(walk, at).equals(folder(walk, parent))) {
          if (commits.size() == MOST_COMMITS) {
            return new TakenBack(commits, false, true);
          }
          commits.add(new FolderCommit(Commits.of(commit), isOnlyThere(walk, parent, commit)));
        }
        at = parent;
      }
      return new TakenBack(commits, folder(walk, at).equals(wanted), false);
    }
  }

  private Set<ObjectId> added(Revision head, Revision target) throws IOException {
    Set<ObjectId> added = new HashSet<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      walk.markStart(parse(walk, head));
      walk.markUninteresting(parse(walk, target));
      for (RevCommit commit : walk) {
        added.add(commit.copy());
      }
    }
    return added;
  }

  private boolean isOnlyThere(RevWalk walk, Optional<RevCommit> parent, RevCommit commit)
      throws IOException {
    if (path.isEmpty()) {
      return true;
    }
    try (TreeWalk changes = new TreeWalk(walk.getObjectReader())) {
      if (parent.isPresent()) {
        changes.addTree(parent.get().getTree());
      } else {
        changes.addTree(new EmptyTreeIterator());
      }
      changes.addTree(commit.getTree());
      changes.setFilter(TreeFilter.ANY_DIFF);
      changes.setRecursive(true);
      while (changes.next()) {
        if (!changes.getPathString().startsWith(path + "/")) {
          return false;
        }
      }
      return true;
    }
  }

  private Optional<ObjectId> folder(RevWalk walk, Optional<RevCommit> commit) throws IOException {
    return commit.isEmpty()
        ? Optional.empty()
        : Trees.folder(walk.getObjectReader(), commit.get(), path);
  }

  private static Optional<RevCommit> parent(RevWalk walk, RevCommit commit) throws IOException {
    return commit.getParentCount() == 0
        ? Optional.empty()
        : Optional.of(walk.parseCommit(commit.getParent(0)));
  }

  private static RevCommit parse(RevWalk walk, Revision revision) throws IOException {
    try {
      return walk.parseCommit(ObjectId.fromString(revision.id()));
    } catch (org.eclipse.jgit.errors.MissingObjectException
        | org.eclipse.jgit.errors.IncorrectObjectTypeException e) {
      throw new GitException(
          Kind.NOT_FOUND, "read the commit " + revision.id(), "it is not in the repository", e);
    }
  }
}
