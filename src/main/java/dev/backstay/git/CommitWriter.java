package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Writes commits that put one folder back to what it was at another commit: ordinary commits on top
 * of the branch's head, never forced. If the head moves meanwhile it is done again on the new one;
 * if the folder itself was changed, it is left to people.
 */
public final class CommitWriter implements AutoCloseable {
  private static final int MOST_TRIES = 5;

  private final Workplace place;

  private CommitWriter(Workplace place) {
    this.place = place;
  }

  /**
   * Works at the git server, by a mirror that is deleted again. Nothing of the machine's own git
   * configuration counts.
   */
  public static CommitWriter at(Remote remote, Clock clock) throws GitException {
    IsolatedGit.install();
    return new CommitWriter(RemoteCopy.open(remote, clock));
  }

  /** Works in a person's clone: the current branch gets the commit, and nothing is pushed. */
  public static CommitWriter in(Path clone) throws GitException {
    IsolatedGit.install();
    return new CommitWriter(QuietClone.open(clone));
  }

  /**
   * Works in a person's clone, with that person's git and access: the branch at the clone's remote
   * gets the commit, and the clone follows where it can do so without losing anything.
   *
   * @param branch of the remote; empty for the one that is checked out
   */
  public static CommitWriter inAndPush(Path clone, Optional<String> branch) throws GitException {
    IsolatedGit.install();
    return new CommitWriter(PushingClone.open(clone, branch));
  }

  /** The commit that a new one would be on top of, asked for now. */
  public Revision head() throws GitException {
    return place.refresh();
  }

  /** The commit with such an id, perhaps shortened; none if there is not exactly one. */
  public Optional<Revision> find(String id) throws GitException {
    return ask("find the commit " + id, "", log -> log.find(id));
  }

  /** What a commit says of itself. */
  public Commit commit(Revision revision) throws GitException {
    return ask("read the commit " + revision, "", log -> log.commit(revision));
  }

  /** Whether the newer commit is the older one or descends from it. */
  public boolean descends(Revision newer, Revision older) throws GitException {
    return ask("compare two commits", "", log -> log.descends(newer, older));
  }

  /** The git tree id of the folder, if there is such a folder. */
  public Optional<String> treeId(Revision revision, String path) throws GitException {
    return ask(
        "look for " + path + " at " + revision,
        path,
        log -> log.folder(revision).map(ObjectId::name));
  }

  /** What is taken back when the folder of the head becomes that of the target. */
  public TakenBack takenBack(Revision head, Revision target, String path) throws GitException {
    return ask("list the changes of " + path, path, log -> log.takenBack(head, target));
  }

  /** The difference that a new commit would make; without the values of Secrets. */
  public List<String> diff(Revision head, Revision target, String path) throws GitException {
    String folder = Trees.normal(path);
    return ask(
        "compare " + path + " of two commits",
        path,
        log -> {
          Optional<ObjectId> after = log.folder(target);
          return after.isEmpty()
              ? List.of()
              : FolderDiff.of(place.repository(), folder, log.folder(head), after.get());
        });
  }

  private interface Question<T> {
    T of(FolderLog log) throws IOException;
  }

  private <T> T ask(String tried, String path, Question<T> question) throws GitException {
    try {
      return question.of(new FolderLog(place.repository(), Trees.normal(path)));
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, tried, e);
    }
  }

  /** Writes a commit, and tries again as long as only other folders change meanwhile. */
  public Written write(NewCommit wanted) throws GitException {
    String obstacle = wanted.newBranch().isPresent() ? "" : place.obstacle(wanted.path());
    if (!obstacle.isEmpty()) {
      return new Written.Refused(obstacle);
    }
    Optional<String> seen = treeId(wanted.head(), wanted.path());
    Revision head = wanted.head();
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      if (!treeId(head, wanted.path()).equals(seen)) {
        return new Written.FolderChanged(head);
      }
      Revision commit = make(wanted, head);
      switch (place.offer(head, commit, wanted.newBranch())) {
        case Workplace.Answer.Accepted(String branch, String note) -> {
          return new Written.Done(commit, branch, note);
        }
        case Workplace.Answer.Refused(String why) -> {
          return new Written.Refused(why);
        }
        case Workplace.Answer.Moved() -> head = place.refresh();
      }
    }
    return new Written.Refused("the branch moved on " + MOST_TRIES + " times while this was tried");
  }

  private Revision make(NewCommit wanted, Revision head) throws GitException {
    try (ObjectReader reader = place.repository().newObjectReader();
        ObjectInserter inserter = place.repository().newObjectInserter();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit restored = walk.parseCommit(ObjectId.fromString(wanted.restored().id()));
      ObjectId folder =
          Trees.folder(reader, restored, wanted.path())
              .orElseThrow(
                  () ->
                      new GitException(
                          Kind.NOT_FOUND,
                          "restore " + wanted.path(),
                          "there is no such folder in " + wanted.restored()));
      RevCommit parent = walk.parseCommit(ObjectId.fromString(head.id()));
      ObjectId tree =
          new FolderGraft(reader, inserter).graft(parent.getTree(), wanted.path(), folder);
      inserter.flush();
      return place.commit(tree, head, wanted.message(), wanted.author());
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, "make a commit on top of " + head, e);
    }
  }

  @Override
  public void close() {
    place.close();
  }
}
