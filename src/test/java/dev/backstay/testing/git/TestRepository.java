package dev.backstay.testing.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A config repo as people have it: a bare repository at a server ({@link #bare}) and somebody's
 * clone, in which the real git works. Nothing of the machine's own git configuration counts.
 */
public final class TestRepository {
  private final Path bare;
  private final Path work;

  private TestRepository(Path bare, Path work) {
    this.bare = bare;
    this.work = work;
  }

  /** An empty repository with the branch main, at {@code <folder>/config.git}. */
  public static TestRepository create(Path folder) {
    makeFolder(folder);
    TestRepository made = new TestRepository(folder.resolve("config.git"), folder.resolve("work"));
    run(folder, "init", "--quiet", "--bare", "--initial-branch=main", "config.git");
    run(folder, "init", "--quiet", "--initial-branch=main", "work");
    made.git("remote", "add", "origin", made.bare.toString());
    return made;
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository at the server. */
  public Path bare() {
    return bare;
  }

  /** Its path, which is a URL for git. */
  public String url() {
    return bare.toString();
  }

  /** Somebody's clone. */
  public Path work() {
    return work;
  }

  public TestRepository write(String path, String text) {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public TestRepository write(String path, byte[] content) {
    Path file = work.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public TestRepository symlink(String path, String target) {
    try {
      Files.createSymbolicLink(work.resolve(path), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A submodule's entry, as a commit id without a repository. */
  public TestRepository submodule(String path) {
    git("add", "--all");
    git("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + "," + path);
    return this;
  }

  public TestRepository delete(String path) {
    git("rm", "-r", "--quiet", path);
    return this;
  }

  /** Commits all that was written; an unchanged tree is committed too. */
  public String commit(String message) {
    git("add", "--all");
    return commitIndex(message);
  }

  /** Commits what is in the index only, such as a {@link #submodule}. */
  public String commitIndex(String message) {
    git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--message", message);
    return head();
  }

  public String head() {
    return git("rev-parse", "HEAD");
  }

  public String treeId(String revision, String path) {
    return git("rev-parse", revision + ":" + path);
  }

  public TestRepository push() {
    git("push", "--quiet", "origin", "HEAD");
    return this;
  }

  public TestRepository forcePush() {
    git("push", "--quiet", "--force", "origin", "HEAD");
    return this;
  }

  /** {@code git revert}: a new commit that takes another one back. */
  public String revert(String commit) {
    git("revert", "--no-edit", commit);
    return head();
  }

  /** Makes a branch at the current commit and goes there. */
  public TestRepository branch(String name) {
    git("checkout", "--quiet", "-b", name);
    return this;
  }

  public TestRepository checkout(String name) {
    git("checkout", "--quiet", name);
    return this;
  }

  /** Merges a branch with a merge commit, even where none were needed. */
  public String merge(String branch) {
    git("merge", "--quiet", "--no-ff", "--message", "Merge " + branch, branch);
    return head();
  }

  /** Moves the current branch to another commit. */
  public TestRepository reset(String commit) {
    git("reset", "--quiet", "--hard", commit);
    return this;
  }

  /** Runs git in the clone and gives what it prints. */
  public String git(String... arguments) {
    return run(work, arguments);
  }

  /** Runs git anywhere. */
  public static String run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    isolate(builder);
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void isolate(ProcessBuilder builder) {
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_AUTHOR_NAME", "Ada Author");
    environment.put("GIT_AUTHOR_EMAIL", "ada@example.com");
    environment.put("GIT_COMMITTER_NAME", "Carl Committer");
    environment.put("GIT_COMMITTER_EMAIL", "carl@example.com");
  }
}
