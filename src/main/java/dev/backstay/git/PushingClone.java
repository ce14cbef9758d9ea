package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * A person's clone from which a commit is pushed. It is made on top of the remote's head, so that
 * commits which the person has not pushed yet stay where they are.
 */
final class PushingClone implements Workplace {
  /** {@code ! refs/…:refs/heads/main [remote rejected] (pre-receive hook declined)}. */
  private static final Pattern REJECTED =
      Pattern.compile("^!\\t\\S+\\t\\[(remote )?rejected] \\((.*)\\)$", Pattern.MULTILINE);

  private static final Pattern SAID = Pattern.compile("^remote: (.*\\S)", Pattern.MULTILINE);

  private final UserGit git;
  private final Repository repository;
  private final String remote;
  private final String branch;

  private PushingClone(UserGit git, Repository repository, String remote, String branch) {
    this.git = git;
    this.repository = repository;
    this.remote = remote;
    this.branch = branch;
  }

  static PushingClone open(Path clone, Optional<String> wanted) throws GitException {
    UserGit git = new UserGit(clone);
    Repository repository = git.open();
    try {
      Optional<String> branch = wanted.isPresent() ? wanted : git.currentBranch();
      String name =
          branch.orElseThrow(
              () ->
                  new GitException(
                      Kind.OTHER, "push from " + clone, "no branch is checked out there"));
      return new PushingClone(git, repository, git.remoteOf(name), name);
    } catch (GitException e) {
      repository.close();
      throw e;
    }
  }

  @Override
  public Repository repository() {
    return repository;
  }

  @Override
  public Revision refresh() throws GitException {
    git.must("fetch", "--quiet", "--no-tags", "--", remote, "refs/heads/" + branch);
    return new Revision(git.must("rev-parse", "--verify", "FETCH_HEAD^{commit}"));
  }

  @Override
  public Revision commit(ObjectId tree, Revision parent, String message, Identity author)
      throws GitException {
    return git.commitTree(tree.name(), parent, message, author);
  }

  @Override
  public Answer offer(Revision parent, Revision commit, Optional<String> newBranch)
      throws GitException {
    String ref = "refs/heads/" + newBranch.orElse(branch);
    if (newBranch.isPresent() && !git.must("ls-remote", "--", remote, ref).isEmpty()) {
      return new Answer.Refused("there is a branch " + newBranch.get() + " already");
    }
    UserGit.Result pushed = git.run("push", "--porcelain", "--", remote, commit.id() + ":" + ref);
    if (pushed.isFine()) {
      return new Answer.Accepted(
          newBranch.orElse(branch), newBranch.isPresent() ? "" : follow(commit));
    }
    Matcher rejected = REJECTED.matcher(pushed.out());
    if (!rejected.find()) {
      throw new GitException(Kind.UNREACHABLE, "push to " + remote + " " + ref, pushed.complaint());
    }
    return rejected.group(1) == null
        ? new Answer.Moved()
        : new Answer.Refused(said(pushed.err()) + rejected.group(2));
  }

  private static String said(String err) {
    String words =
        SAID.matcher(err).results().limit(5).map(m -> m.group(1)).reduce("", (a, b) -> a + b + " ");
    return words.isEmpty() ? "" : Scrub.text(words).strip() + ": ";
  }

  /** Brings the clone to the pushed commit, unless that would cost it anything. */
  private String follow(Revision commit) throws GitException {
    boolean isThere = git.currentBranch().filter(branch::equals).isPresent();
    return isThere && git.run("merge", "--quiet", "--ff-only", commit.id()).isFine()
        ? ""
        : "the clone was left as it is: git pull brings the commit";
  }

  @Override
  public String obstacle(String path) throws GitException {
    return git.obstacle(path);
  }

  @Override
  public void close() {
    repository.close();
  }
}
