package dev.backstay.git.ssh;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * How JGit gets its ssh. JGit's own factory would read the user's {@code ~/.ssh} and ask an ssh
 * agent, and takes SHA-1 signatures; this one knows a key and the known hosts, and no more.
 */
public final class SshSessions extends SshSessionFactory {
  private final SshLogin login;

  public SshSessions(SshLogin login) {
    this.login = login;
  }

  @Override
  public RemoteSession getSession(
      URIish uri, @Nullable CredentialsProvider nobody, FS files, int millis)
      throws TransportException {
    SshHost host = SshHost.of(uri);
    try {
      return SshSession.open(login, host, Duration.ofMillis(millis));
    } catch (IOException e) {
      throw new TransportException("no ssh with " + host, e);
    }
  }

  @Override
  public String getType() {
    return "backstay";
  }
}
