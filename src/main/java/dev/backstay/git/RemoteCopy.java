package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mirror of the branch for as long as a commit takes; it is pushed straight to the server. */
final class RemoteCopy implements Workplace {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteCopy.class);

  private final Remote remote;
  private final RemoteBranch branch;
  private final Path folder;
  private final Mirror mirror;
  private final Clock clock;
  private final RemoteCalls calls = new RemoteCalls();

  private RemoteCopy(Remote remote, RemoteBranch branch, Path folder, Mirror mirror, Clock clock) {
    this.remote = remote;
    this.branch = branch;
    this.folder = folder;
    this.mirror = mirror;
    this.clock = clock;
  }

  static RemoteCopy open(Remote remote, Clock clock) throws GitException {
    RemoteBranch branch = RemoteBranch.of(remote);
    try {
      Path folder = Files.createTempDirectory("backstay-commit");
      Mirror mirror = Mirror.create(folder.resolve("mirror"), remote);
      return new RemoteCopy(remote, branch, folder, mirror, clock);
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, "make a mirror of " + remote.shownUrl(), e);
    }
  }

  @Override
  public Repository repository() {
    return mirror.repository();
  }

  @Override
  public Revision refresh() throws GitException {
    String tried = "fetch " + remote.branch() + " from " + remote.shownUrl();
    return calls.within(
        remote.fetchDeadline(),
        tried,
        monitor -> {
          branch.fetch(mirror.repository(), Mirror.HEAD, monitor);
          try {
            return mirror.head().orElseThrow(() -> new IOException("nothing came"));
          } catch (IOException e) {
            throw GitFailures.ofMirror(Kind.CORRUPT, tried, e);
          }
        });
  }

  @Override
  public Revision commit(ObjectId tree, Revision parent, String message, Identity author)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    PersonIdent who =
        new PersonIdent(author.name(), author.email(), clock.instant(), ZoneOffset.UTC);
    commit.setTreeId(tree);
    commit.setParentId(ObjectId.fromString(parent.id()));
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage(message);
    try (ObjectInserter inserter = mirror.repository().newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return new Revision(id.name());
    }
  }

  @Override
  public Answer offer(Revision parent, Revision commit, Optional<String> newBranch)
      throws GitException {
    String name = newBranch.orElse(remote.branch());
    Optional<Revision> expected = newBranch.isPresent() ? Optional.empty() : Optional.of(parent);
    String tried = "push to " + name + " of " + remote.shownUrl();
    try {
      return calls.within(
          remote.fetchDeadline(),
          tried,
          monitor -> branch.push(mirror.repository(), commit, name, expected, monitor));
    } catch (GitException e) {
      // an answer that got lost: the server may have taken the commit
      if (e.kind() == Kind.UNREACHABLE && newBranch.isEmpty() && isHead(commit)) {
        return new Answer.Accepted(name, "");
      }
      throw e;
    }
  }

  private boolean isHead(Revision commit) {
    try {
      return calls
          .within(remote.timeout(), "look what became of " + commit, _ -> branch.head())
          .equals(commit);
    } catch (GitException _) {
      return false;
    }
  }

  /** Nobody works in a mirror. */
  @Override
  public String obstacle(String path) {
    return "";
  }

  @Override
  public void close() {
    calls.close();
    mirror.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warn("Tried to delete {} but failed because {}", folder, e.toString());
    }
  }
}
