package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** The way to the git server by one protocol. */
sealed interface Access permits Access.Local, HttpAccess, SshAccess {

  /**
   * What one talk goes with.
   *
   * @param prepare gives it to the connection
   * @param secrets to be taken out of what others say
   */
  record Login(Consumer<Transport> prepare, List<String> secrets) {}

  /** Reads what is mounted now. */
  Login login() throws GitException;

  /** A repository on this machine: nobody to log in to. */
  record Local() implements Access {
    @Override
    public Login login() {
      return new Login(_ -> {}, List.of());
    }
  }

  /** Refuses what cannot be reached, or not safely, so that it is told at the start. */
  static Access of(Remote remote, URIish uri) throws GitException {
    String implied = uri.getHost() == null ? "file" : "ssh";
    String scheme = Optional.ofNullable(uri.getScheme()).orElse(implied);
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http", "https" -> HttpAccess.of(remote, uri);
      case "file" -> new Local();
      case "ssh", "git+ssh", "ssh+git" -> SshAccess.of(remote, uri);
      default -> throw unusable(remote, scheme + " is not supported: give an https or ssh URL");
    };
  }

  static URIish uri(Remote remote) throws GitException {
    try {
      return new URIish(remote.url());
    } catch (URISyntaxException e) {
      throw unusable(remote, "it is not a URL that git understands");
    }
  }

  static GitException unusable(Remote remote, String because) {
    return new GitException(Kind.OTHER, "use the repository " + remote.shownUrl(), because);
  }
}
