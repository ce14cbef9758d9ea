package dev.backstay.git;

import dev.backstay.git.ssh.SshLogin;
import dev.backstay.git.ssh.SshSessions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** To a git server by ssh. The classes of ssh are loaded when it is used, not before. */
final class SshAccess implements Access {
  private record Made(SshCredentials of, SshLogin login) {}

  private final Path folder;
  private volatile Optional<Made> made = Optional.empty();

  private SshAccess(Path folder) {
    this.folder = folder;
  }

  static SshAccess of(Remote remote, URIish uri) throws GitException {
    if (uri.getPass() != null) {
      throw Access.unusable(remote, "it holds a password: ssh is done with a key");
    }
    if (uri.getHost() == null || uri.getHost().startsWith("-")) {
      throw Access.unusable(remote, "it names no host");
    }
    if (remote.proxy().isPresent()) {
      throw Access.unusable(remote, "a proxy is for https URLs only");
    }
    return new SshAccess(
        remote
            .credentials()
            .orElseThrow(
                () ->
                    Access.unusable(
                        remote, "ssh needs a Secret with ssh-privatekey and known_hosts")));
  }

  @Override
  public Login login() throws GitException {
    SshCredentials now = SshCredentials.read(folder);
    Optional<Made> last = made.filter(m -> m.of().equals(now));
    SshLogin login = last.isPresent() ? last.get().login() : now.login();
    made = Optional.of(new Made(now, login));
    return new Login(
        transport -> prepare(transport, login), now.passphrase().map(List::of).orElse(List.of()));
  }

  private static void prepare(Transport transport, SshLogin login) {
    if (!(transport instanceof SshTransport ssh)) {
      throw new IllegalStateException("no connection by ssh: " + transport.getClass());
    }
    ssh.setSshSessionFactory(new SshSessions(login));
  }
}
