package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Questions to the history of the branch. A commit is taken as what it did to its first parent, so
 * a merge stands for all that came with it: that is what the branch saw.
 */
final class History {
  private static final int MOST_COMMITS = 100;

  /** After so many steps a walk forgets what it saw, or a long history would fill the heap. */
  private static final int STEPS = 4_096;

  private static final int MOST_PATHS = 256;

  /** The answer for a commit never changes: a later search ends where an earlier one began. */
  private record Answer(ObjectId head, Optional<ObjectId> change) {}

  private final Map<String, Answer> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MOST_PATHS;
        }
      };

  /** A commit of the mirror; one that it does not have is {@link Kind#NOT_FOUND}. */
  static RevCommit commit(Mirror mirror, RevWalk walk, Revision revision) throws IOException {
    try {
      return walk.parseCommit(ObjectId.fromString(revision.id()));
    } catch (MissingObjectException e) {
      if (mirror.isSound()) {
        throw unknown(revision);
      }
      throw e;
    } catch (IncorrectObjectTypeException e) {
      throw unknown(revision);
    }
  }

  private static GitException unknown(Revision revision) {
    return new GitException(
        Kind.NOT_FOUND, "read the commit " + revision.id(), "it is not in the mirror");
  }

  /** Whether the older commit is the newer one or an ancestor of it. */
  boolean descends(Mirror mirror, Revision newer, Revision older) throws IOException {
    if (newer.equals(older)) {
      return true;
    }
    if (!mirror.has(older)) {
      return false;
    }
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      return walk.isMergedInto(commit(mirror, walk, older), commit(mirror, walk, newer));
    }
  }

  Optional<Revision> parent(Mirror mirror, Revision revision) throws IOException {
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      return firstParent(walk, commit(mirror, walk, revision)).map(c -> new Revision(c.name()));
    }
  }

  /** The commit with such an id, perhaps shortened; none if there is not exactly one. */
  Optional<Revision> find(Mirror mirror, String id) throws IOException {
    return CommitIds.find(mirror.repository(), id);
  }

  /** The newest commit that changed the folder; none if there never was such a folder. */
  Optional<Commit> newestChange(Mirror mirror, Revision head, String path) throws IOException {
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      ObjectId start = commit(mirror, walk, head).copy();
      Optional<ObjectId> change = search(walk, start, path);
      remember(path, new Answer(start, change));
      return change.isEmpty() ? Optional.empty() : Optional.of(read(walk, change.get()));
    }
  }

  private Optional<ObjectId> search(RevWalk walk, ObjectId start, String path) throws IOException {
    Optional<Answer> earlier = earlier(path);
    RevCommit at = walk.parseCommit(start);
    for (int step = 1; ; step++) {
      if (earlier.isPresent() && earlier.get().head().equals(at)) {
        return earlier.get().change();
      }
      if (changes(walk, at, path)) {
        return Optional.of(at.copy());
      }
      Optional<RevCommit> parent = firstParent(walk, at);
      if (parent.isEmpty()) {
        return Optional.empty();
      }
      at = parent.get();
      if (step % STEPS == 0) {
        ObjectId here = at.copy();
        walk.dispose();
        at = walk.parseCommit(here);
      }
    }
  }

  /** Commits after the old one that changed the folder, newest first. */
  List<Commit> between(Mirror mirror, Optional<Revision> old, Revision newest, String path)
      throws IOException {
    List<Commit> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      Optional<Set<ObjectId>> added =
          old.isEmpty() ? Optional.empty() : Optional.of(added(mirror, old.get(), newest));
      Optional<RevCommit> at = Optional.of(commit(mirror, walk, newest));
      while (at.isPresent() && commits.size() < MOST_COMMITS) {
        RevCommit commit = at.get();
        if (added.isPresent() && !added.get().contains(commit)) {
          break;
        }
        if (changes(walk, commit, path)) {
          commits.add(read(walk, commit));
        }
        at = firstParent(walk, commit);
      }
    }
    return commits;
  }

  /**
   * Commits after the old one that changed the folder or nothing at all, newest first: also those
   * that a merge brought.
   */
  List<Commit> allBetween(Mirror mirror, Revision old, Revision newest, String path)
      throws IOException {
    List<Commit> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      for (ObjectId id : added(mirror, old, newest)) {
        RevCommit commit = walk.parseCommit(id);
        if (commits.size() < MOST_COMMITS
            && (changes(walk, commit, path) || !changes(walk, commit, ""))) {
          commits.add(read(walk, commit));
        }
      }
    }
    return commits;
  }

  /** All that the newest commit has and the old one has not. */
  private static Set<ObjectId> added(Mirror mirror, Revision old, Revision newest)
      throws IOException {
    Set<ObjectId> added = new LinkedHashSet<>();
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      walk.markStart(commit(mirror, walk, newest));
      walk.markUninteresting(commit(mirror, walk, old));
      for (RevCommit commit : walk) {
        added.add(commit.copy());
      }
    }
    return added;
  }

  private static boolean changes(RevWalk walk, RevCommit commit, String path) throws IOException {
    Optional<RevCommit> parent = firstParent(walk, commit);
    Optional<ObjectId> before =
        parent.isEmpty()
            ? Optional.empty()
            : Trees.folder(walk.getObjectReader(), parent.get(), path);
    return !before.equals(Trees.folder(walk.getObjectReader(), commit, path));
  }

  private static Optional<RevCommit> firstParent(RevWalk walk, RevCommit commit)
      throws IOException {
    return commit.getParentCount() == 0
        ? Optional.empty()
        : Optional.of(walk.parseCommit(commit.getParent(0)));
  }

  private static Commit read(RevWalk walk, ObjectId id) throws IOException {
    RevCommit commit = walk.parseCommit(id);
    walk.parseBody(commit);
    Commit read = Commits.of(commit);
    commit.disposeBody();
    return read;
  }

  private synchronized Optional<Answer> earlier(String path) {
    return Optional.ofNullable(answers.get(path));
  }

  private synchronized void remember(String path, Answer answer) {
    answers.put(path, answer);
  }
}
