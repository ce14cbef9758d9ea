package dev.backstay.git;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** A person's clone, whose branches get the commit; no server is asked. */
final class QuietClone implements Workplace {
  private final UserGit git;
  private final Repository repository;

  private QuietClone(UserGit git, Repository repository) {
    this.git = git;
    this.repository = repository;
  }

  static QuietClone open(Path clone) throws GitException {
    UserGit git = new UserGit(clone);
    return new QuietClone(git, git.open());
  }

  @Override
  public Repository repository() {
    return repository;
  }

  @Override
  public Revision refresh() throws GitException {
    return new Revision(git.must("rev-parse", "--verify", "HEAD^{commit}"));
  }

  @Override
  public Revision commit(ObjectId tree, Revision parent, String message, Identity author)
      throws GitException {
    return git.commitTree(tree.name(), parent, message, author);
  }

  @Override
  public Answer offer(Revision parent, Revision commit, Optional<String> newBranch)
      throws GitException {
    if (newBranch.isPresent()) {
      UserGit.Result made = git.run("branch", "--no-track", newBranch.get(), commit.id());
      return made.isFine()
          ? new Answer.Accepted(newBranch.get(), "")
          : new Answer.Refused(made.complaint());
    }
    if (!refresh().equals(parent)) {
      return new Answer.Moved();
    }
    // git looks after what is not committed: it stops rather than overwrite it
    UserGit.Result moved = git.run("merge", "--quiet", "--ff-only", commit.id());
    return moved.isFine()
        ? new Answer.Accepted(git.currentBranch().orElse("HEAD"), "")
        : new Answer.Refused(moved.complaint());
  }

  @Override
  public String obstacle(String path) throws GitException {
    if (git.currentBranch().isEmpty()) {
      return "no branch is checked out in the clone: check one out, or give --branch";
    }
    return git.obstacle(path);
  }

  @Override
  public void close() {
    repository.close();
  }
}
