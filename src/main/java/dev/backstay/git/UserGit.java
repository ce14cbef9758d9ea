package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The git of the person who runs a command, in that person's clone: with its hooks, filters,
 * signatures and access. The agent never comes here.
 */
final class UserGit {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int LONGEST_REASON = 500;

  /** How a call ended. */
  record Result(int code, String out, String err) {
    boolean isFine() {
      return code == 0;
    }

    /** What git complained of, in one line. */
    String complaint() {
      String text = Scrub.text((err.isBlank() ? out : err).strip().replaceAll("\\s*\\R\\s*", "; "));
      String line = text.replaceAll("\\p{Cntrl}", " ");
      return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
  }

  private final Path folder;

  UserGit(Path folder) {
    this.folder = folder;
  }

  /** Who that git takes its user for, if it knows. */
  Optional<Identity> identity() throws GitException {
    Result result = run("var", "GIT_AUTHOR_IDENT");
    int end = result.out().lastIndexOf('>');
    return result.isFine() && end > 0
        ? Identity.parse(result.out().substring(0, end + 1))
        : Optional.empty();
  }

  /** The clone's repository; its commits are read without that git. */
  Repository open() throws GitException {
    String directory = must("rev-parse", "--absolute-git-dir");
    String top = must("rev-parse", "--show-toplevel");
    try {
      return new FileRepositoryBuilder()
          .setGitDir(Path.of(directory).toFile())
          .setWorkTree(Path.of(top).toFile())
          .setMustExist(true)
          .build();
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, "open the clone " + folder, e);
    }
  }

  /** The branch that is checked out, if one is. */
  Optional<String> currentBranch() throws GitException {
    Result result = run("symbolic-ref", "--quiet", "--short", "HEAD");
    return result.isFine() ? Optional.of(result.out().strip()) : Optional.empty();
  }

  /** The clone's name for where a branch came from. */
  String remoteOf(String branch) throws GitException {
    Result result = run("config", "--get", "branch." + branch + ".remote");
    String name = result.out().strip();
    return result.isFine() && !name.isEmpty() && !name.startsWith("-") ? name : "origin";
  }

  /**
   * Why a folder must not be written over: it has changes which are not committed; empty if not.
   */
  String obstacle(String path) throws GitException {
    String dirty = uncommitted(path);
    return dirty.isEmpty()
        ? ""
        : "the clone has uncommitted changes there (" + dirty + "): commit or stash them first";
  }

  /** The first file of a folder that has changes which are not committed; empty if none has. */
  private String uncommitted(String path) throws GitException {
    String[] status = {"status", "--porcelain", "--untracked-files=all", "--", ":(top)" + path};
    Result result = run(status);
    checked(List.of(status), result);
    // two letters and a space come before each path
    return result.out().lines().findFirst().map(line -> line.substring(3)).orElse("");
  }

  Revision commitTree(String tree, Revision parent, String message, Identity author)
      throws GitException {
    List<String> command = new ArrayList<>(List.of("commit-tree", tree, "-p", parent.id()));
    if (run("config", "--type=bool", "--get", "commit.gpgSign").out().strip().equals("true")) {
      command.add("-S");
    }
    Map<String, String> who =
        Map.of(
            "GIT_AUTHOR_NAME", author.name(),
            "GIT_AUTHOR_EMAIL", author.email(),
            "GIT_COMMITTER_NAME", author.name(),
            "GIT_COMMITTER_EMAIL", author.email());
    return new Revision(checked(command, start(command, who, message)));
  }

  /** Runs git and gives what it prints, or fails with what it complains of. */
  String must(String... arguments) throws GitException {
    List<String> command = List.of(arguments);
    return checked(command, run(arguments));
  }

  private String checked(List<String> command, Result result) throws GitException {
    if (!result.isFine()) {
      throw new GitException(
          Kind.OTHER, "run git " + command.getFirst() + " in " + folder, result.complaint());
    }
    return result.out().strip();
  }

  Result run(String... arguments) throws GitException {
    return start(List.of(arguments), Map.of(), "");
  }

  private Result start(List<String> arguments, Map<String, String> variables, String input)
      throws GitException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(variables);
    String tried = "run git " + arguments.getFirst() + " in " + folder;
    try {
      Process process = builder.start();
      try {
        return finish(process, input, tried);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw GitFailures.ofMirror(Kind.OTHER, tried, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException(Kind.OTHER, tried, "it was interrupted", e);
    }
  }

  private static Result finish(Process process, String input, String tried)
      throws IOException, InterruptedException {
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw GitFailures.tooSlow(tried, LONGEST);
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  /** So much of it as anybody will look at; the rest is read and dropped, or git would wait. */
  private static CompletableFuture<String> read(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try (stream) {
            byte[] start = stream.readNBytes(MOST_BYTES);
            stream.transferTo(java.io.OutputStream.nullOutputStream());
            text.complete(new String(start, StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.complete("");
          }
        });
    return text;
  }
}
