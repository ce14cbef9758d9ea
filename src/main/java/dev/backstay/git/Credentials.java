package dev.backstay.git;

import dev.backstay.git.https.Basic;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the agent goes to an http or https server with. Read from the mounted Secret at each use, as
 * Kubernetes changes the files when the Secret changes.
 *
 * @param server for the git server
 * @param authorities the certificates of those who may vouch for the server; empty for the JVM's
 * @param proxy for the proxy on the way
 */
record Credentials(Optional<Basic> server, Optional<String> authorities, Optional<Basic> proxy) {
  static final Credentials NONE =
      new Credentials(Optional.empty(), Optional.empty(), Optional.empty());

  static final String CA = "ca.crt";
  static final String PROXY_USER = "proxy-username";
  static final String PROXY_PASSWORD = "proxy-password";

  /** GitHub wants this name beside a token; GitLab, Gitea and Bitbucket take any. */
  private static final String TOKEN_USER = "x-access-token";

  static Credentials read(Path mount) throws GitException {
    return SecretFolder.read(mount, Credentials::read);
  }

  private static Credentials read(SecretFolder folder) throws GitException, NoSuchFileException {
    Optional<String> authorities = folder.text(CA);
    Optional<Basic> proxy = proxy(folder);
    Optional<Basic> server = server(folder);
    if (server.isEmpty() && authorities.isEmpty() && proxy.isEmpty()) {
      throw folder.unreadable(
          folder.has(SshCredentials.KEY)
              ? "its ssh-privatekey is for an ssh URL; an https URL needs username and password,"
                  + " or a token"
              : "it holds neither username and password nor a token");
    }
    return new Credentials(server, authorities, proxy);
  }

  private static Optional<Basic> server(SecretFolder folder)
      throws GitException, NoSuchFileException {
    Optional<String> user = folder.line("username");
    Optional<String> password = folder.line("password");
    if (user.isPresent() && password.isPresent()) {
      return Optional.of(new Basic(user.get(), password.get()));
    }
    Optional<String> token = folder.line("token");
    if (token.isEmpty() && (user.isPresent() || password.isPresent())) {
      throw folder.unreadable("it holds neither username and password nor a token");
    }
    return token.map(secret -> new Basic(user.orElse(TOKEN_USER), secret));
  }

  private static Optional<Basic> proxy(SecretFolder folder)
      throws GitException, NoSuchFileException {
    Optional<String> user = folder.line(PROXY_USER);
    Optional<String> password = folder.line(PROXY_PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      throw folder.unreadable("it holds only one of " + PROXY_USER + " and " + PROXY_PASSWORD);
    }
    return user.map(name -> new Basic(name, password.orElseThrow()));
  }

  List<String> secrets() {
    return Stream.concat(server.stream(), proxy.stream()).map(Basic::password).toList();
  }

  /** Nothing that could end up in a log. */
  @Override
  public String toString() {
    return "credentials";
  }
}
