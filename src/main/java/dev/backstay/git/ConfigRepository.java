package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import dev.backstay.git.trust.CommitVerifier;
import dev.backstay.git.trust.UnusableKeysException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The config repo as the agent knows it: a bare mirror of one branch with its whole history, and
 * the way to its git server. Many threads may read while one fetches.
 *
 * <p>The mirror may be lost or damaged at any time. Whoever finds it so, by a read or by a fetch,
 * gets a fresh clone of it, once; if that does not help either, the answer is an error, never an
 * empty folder.
 *
 * <p>A path is that of a folder from the root of the repository, which itself is {@code ""} or
 * {@code "."}. A revision that the mirror does not have is a {@link Kind#NOT_FOUND}.
 */
public final class ConfigRepository implements AutoCloseable {
  private final Remote remote;
  private final FolderLimits limits;
  private final RemoteBranch branch;
  private final RemoteCalls calls;
  private final CurrentMirror mirror;
  private final History history = new History();

  private ConfigRepository(
      Remote remote,
      FolderLimits limits,
      RemoteBranch branch,
      RemoteCalls calls,
      CurrentMirror mirror) {
    this.remote = remote;
    this.limits = limits;
    this.branch = branch;
    this.calls = calls;
    this.mirror = mirror;
  }

  /** Opens what an earlier process left in the data directory, or begins anew; asks nobody. */
  public static ConfigRepository open(DataDir data, Remote remote) throws GitException {
    return open(data, remote, FolderLimits.DEFAULT);
  }

  public static ConfigRepository open(DataDir data, Remote remote, FolderLimits limits)
      throws GitException {
    IsolatedGit.install();
    RemoteBranch branch = RemoteBranch.of(remote);
    try {
      RemoteCalls calls = new RemoteCalls();
      MirrorFolder folder = new MirrorFolder(data.path(), remote);
      CurrentMirror mirror = new CurrentMirror(remote, branch, folder, calls);
      return new ConfigRepository(remote, limits, branch, calls, mirror);
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, "open the mirror in " + data.path(), e);
    }
  }

  /** The newest commit that was fetched; none before the first fetch. */
  public Optional<Revision> head() throws GitException {
    return mirror.read("read the head of the mirror", Mirror::head);
  }

  /** The commit that the branch is at now: one cheap question to the git server. */
  public Revision lsRemote() throws GitException {
    String tried = "ask " + remote.shownUrl() + " for the head of " + remote.branch();
    return calls.within(remote.timeout(), tried, _ -> branch.head());
  }

  /**
   * Brings the branch here, unless its head is the wanted commit already.
   *
   * @return the head that the mirror has now; a newer one than wanted if the branch moved on
   */
  public Revision fetch(Revision wanted) throws GitException {
    if (!head().equals(Optional.of(wanted))) {
      mirror.fetch();
    }
    return head()
        .orElseThrow(
            () ->
                new GitException(
                    Kind.CORRUPT, "fetch " + remote.branch(), "the mirror is empty after it"));
  }

  /** Holds a commit, whatever happens to the branch, until the name is given to another one. */
  public void keep(String name, Revision revision) throws GitException {
    Mirror.checkName(name);
    mirror.read(
        "keep the commit " + revision + " for " + name,
        use -> {
          try (RevWalk walk = new RevWalk(use.repository())) {
            History.commit(use, walk, revision);
          }
          use.keep(name, revision);
          return revision;
        });
  }

  /** The folder's files and what is wrong with them; the files are read when asked for. */
  public Folder folder(Revision revision, String path) throws GitException {
    String folder = Trees.normal(path);
    return mirror.read(
        "read the folder " + shown(folder) + " of " + revision,
        use -> {
          try (RevWalk walk = new RevWalk(use.repository())) {
            RevCommit commit = History.commit(use, walk, revision);
            ObjectReader reader = walk.getObjectReader();
            Optional<Trees.Entry> entry = Trees.entry(reader, commit.getTree(), folder);
            if (entry.isEmpty()) {
              return new Folder.Missing("there is no folder " + shown(folder) + " in " + revision);
            }
            return entry.get().isFolder()
                ? new FolderReader(reader, limits, this::content, folder).read(entry.get().id())
                : new Folder.Missing(shown(folder) + " is no folder in " + revision);
          }
        });
  }

  private byte[] content(String path, ObjectId blob, long limit) throws GitException {
    return mirror.read(
        "read " + path,
        use -> {
          try (ObjectReader reader = use.repository().newObjectReader()) {
            return reader.open(blob, Constants.OBJ_BLOB).getBytes((int) limit);
          }
        });
  }

  /** The git tree id of the folder, if there is such a folder: equal ids, equal content. */
  public Optional<String> treeId(Revision revision, String path) throws GitException {
    String folder = Trees.normal(path);
    return mirror.read(
        "look for the folder " + shown(folder) + " of " + revision,
        use -> {
          try (RevWalk walk = new RevWalk(use.repository())) {
            RevCommit commit = History.commit(use, walk, revision);
            return Trees.folder(walk.getObjectReader(), commit, folder).map(ObjectId::name);
          }
        });
  }

  /** The first parent of a commit: what the branch was before it. */
  public Optional<Revision> parent(Revision revision) throws GitException {
    return mirror.read("find the parent of " + revision, use -> history.parent(use, revision));
  }

  /** The commit with such an id, perhaps shortened; none if there is not exactly one. */
  public Optional<Revision> find(String id) throws GitException {
    return mirror.read("find the commit " + id, use -> history.find(use, id));
  }

  /** What a commit says of itself. */
  public Commit commit(Revision revision) throws GitException {
    return mirror.read(
        "read the commit " + revision,
        use -> {
          try (RevWalk walk = new RevWalk(use.repository())) {
            return Commits.of(History.commit(use, walk, revision));
          }
        });
  }

  /**
   * Whether the newer commit is the older one or descends from it. An older commit that the mirror
   * does not have is one that the branch no longer contains: no.
   */
  public boolean descends(Revision newer, Revision older) throws GitException {
    return mirror.read(
        "compare " + newer + " with " + older, use -> history.descends(use, newer, older));
  }

  /**
   * The newest commit, in the first-parent line of the head, that changed the folder: for what a
   * merge brought, the merge. None if there never was such a folder.
   */
  public Optional<Commit> newestChange(Revision head, String path) throws GitException {
    String folder = Trees.normal(path);
    return mirror.read(
        "find the newest change of " + shown(folder),
        use -> history.newestChange(use, head, folder));
  }

  /**
   * The commits that changed the folder, newest first, at most 100: those in the first-parent line
   * of the new commit that the old one does not contain.
   */
  public List<Commit> commitsBetween(
      Optional<Revision> oldExclusive, Revision newInclusive, String path) throws GitException {
    String folder = Trees.normal(path);
    return mirror.read(
        "list the changes of " + shown(folder) + " up to " + newInclusive,
        use -> history.between(use, oldExclusive, newInclusive, folder));
  }

  /**
   * Every commit that changed the folder, or nothing at all, and that the old commit does not
   * contain, newest first, at most 100: also those that a merge brought.
   */
  public List<Commit> allCommitsBetween(Revision oldExclusive, Revision newInclusive, String path)
      throws GitException {
    String folder = Trees.normal(path);
    return mirror.read(
        "list all commits of " + shown(folder) + " up to " + newInclusive,
        use -> history.allBetween(use, oldExclusive, newInclusive, folder));
  }

  /**
   * The commits that a head would bring and that no allowed signer stands behind, some of them if
   * there are many. No file of them is read.
   *
   * @param deployed what is there already; without it the head alone is looked at
   * @throws UnusableKeysException if it is not known who may sign
   */
  public List<Untrusted> untrusted(
      CommitVerifier verifier, Revision head, Optional<Revision> deployed)
      throws GitException, UnusableKeysException {
    verifier.check();
    return mirror.read(
        "look at the signatures of " + head,
        use -> {
          try {
            return new SignedRange(use, verifier).look(head, deployed);
          } catch (UnusableKeysException e) {
            // it changed since it was checked: the next look tells
            throw new GitException(Kind.OTHER, "look at the signatures of " + head, e.why(), e);
          }
        });
  }

  /**
   * The difference between two folders, each at its revision; without the values of Secrets.
   * Bounded.
   *
   * @return none if they are equal, or if there is no folder to compare with
   */
  public List<String> diff(Revision from, String fromPath, Revision to, String toPath)
      throws GitException {
    String before = Trees.normal(fromPath);
    String after = Trees.normal(toPath);
    return mirror.read(
        "compare " + shown(before) + " of " + from + " with " + shown(after) + " of " + to,
        use -> {
          Optional<ObjectId> old = new FolderLog(use.repository(), before).folder(from);
          Optional<ObjectId> now = new FolderLog(use.repository(), after).folder(to);
          return now.isEmpty() ? List.of() : FolderDiff.of(use.repository(), after, old, now.get());
        });
  }

  /**
   * Some lines of a manifest file, without the values of Secrets.
   *
   * @param path from the root of the repository
   * @param from the first line, counted from 1
   * @param count how many
   * @return none if there is no such file, or it is no text of a usual size
   */
  public List<String> lines(Revision revision, String path, int from, int count)
      throws GitException {
    return mirror.read(
        "read " + path + " of " + revision,
        use -> FileLines.of(use, revision, path).range(from, count));
  }

  private static String shown(String folder) {
    return folder.isEmpty() ? "/" : folder;
  }

  /** Ends a running fetch and closes the mirror. */
  @Override
  public void close() {
    mirror.close();
  }
}
