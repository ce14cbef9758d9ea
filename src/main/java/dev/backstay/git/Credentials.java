package dev.backstay.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the agent shows to the git server. Read from the mounted Secret at each use, as Kubernetes
 * changes the files when the Secret changes.
 */
record Credentials(String user, String password) {
  /** GitHub wants this name beside a token; GitLab, Gitea and Bitbucket take any. */
  private static final String TOKEN_USER = "x-access-token";

  private static final long LONGEST = 16 * 1024;

  static Credentials read(Path folder) throws GitException {
    Optional<String> user = value(folder, "username");
    Optional<String> password = value(folder, "password");
    if (user.isPresent() && password.isPresent()) {
      return new Credentials(user.get(), password.get());
    }
    return value(folder, "token")
        .map(token -> new Credentials(user.orElse(TOKEN_USER), token))
        .orElseThrow(
            () -> unreadable(folder, "it holds neither username and password nor a token"));
  }

  private static Optional<String> value(Path folder, String name) throws GitException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw unreadable(folder, "its file " + name + " is too long for a credential");
      }
      // editors and `echo` end a file with a line break that is no part of the secret
      String value = Files.readString(file).strip();
      if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
        throw unreadable(folder, "its file " + name + " is empty or holds control characters");
      }
      return Optional.of(value);
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      // the message of a decoding error could hold bytes of the secret: only its kind is told
      throw unreadable(folder, "its file " + name + " gave " + e.getClass().getSimpleName());
    }
  }

  private static GitException unreadable(Path folder, String because) {
    return new GitException(
        GitException.Kind.AUTHENTICATION, "read the credentials in " + folder, because);
  }

  List<String> secrets() {
    return List.of(password);
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return "credentials";
  }
}
