package dev.backstay.git.ssh;

import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/**
 * Who is called: the name as known_hosts has it, in lower case.
 *
 * @param user as whom; {@code git} where the URL names none, never who runs the agent
 */
record SshHost(String user, String name, int port) {
  private static final String DEFAULT_USER = "git";
  private static final int DEFAULT_PORT = 22;

  static SshHost of(URIish uri) {
    String user = uri.getUser();
    return new SshHost(
        user == null || user.isEmpty() ? DEFAULT_USER : user,
        uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT),
        uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT);
  }

  /** As a line of known_hosts begins. */
  String pattern() {
    return port == DEFAULT_PORT ? name : "[" + name + "]:" + port;
  }

  /** As it is told to people. */
  @Override
  public String toString() {
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
  }
}
