package dev.backstay.git.ssh;

import dev.backstay.git.ssh.SshFailure.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.eclipse.jgit.transport.RemoteSession2;

/** One connection to one host, with threads of its own that end with it. */
final class SshSession implements RemoteSession2 {
  private static final int THREADS = 2;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final SshClient client;
  private final ClientSession session;

  private SshSession(SshClient client, ClientSession session) {
    this.client = client;
    this.session = session;
  }

  static SshSession open(SshLogin login, SshHost host, Duration timeout) throws IOException {
    // asked first, since sshd would not say that it is the name which is not known
    InetAddress.getByName(host.name());
    HostCheck check = new HostCheck(login, host);
    SshClient client = client(login, host, check, timeout);
    client.start();
    try {
      ClientSession session =
          client.connect(host.user(), host.name(), host.port()).verify(timeout).getSession();
      session.auth().verify(timeout);
      return new SshSession(client, session);
    } catch (IOException | RuntimeException e) {
      client.stop();
      throw check.refusal().isPresent() ? check.refusal().get() : told(login, host, timeout, e);
    }
  }

  /** Nothing of the user's: no configuration, no agent, no other keys, nobody to ask. */
  private static SshClient client(SshLogin login, SshHost host, HostCheck check, Duration timeout) {
    SshClient client =
        ClientBuilder.builder()
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .filePasswordProvider(FilePasswordProvider.EMPTY)
            .serverKeyVerifier(check)
            .signatureFactories(Algorithms.ofHost(login.hosts(), host))
            .keyExchangeFactories(Algorithms.keyExchanges())
            .cipherFactories(Algorithms.ciphers())
            .macFactories(Algorithms.macs())
            .channelFactories(List.of())
            .globalRequestHandlers(List.of())
            .build();
    client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(Algorithms.ofUser())));
    client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(login.key().pair()));
    client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
    CoreModuleProperties.NIO_WORKERS.set(client, THREADS);
    CoreModuleProperties.STOP_WAIT_TIME.set(client, LONGEST_STOP);
    CoreModuleProperties.AUTH_TIMEOUT.set(client, timeout);
    CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, true);
    CoreModuleProperties.ALLOW_EMPTY_CERTIFICATE_PRINCIPALS.set(client, false);
    return client;
  }

  private static IOException told(
      SshLogin login, SshHost host, Duration timeout, Exception failure) {
    int code = failure instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
    if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return new SshFailure(Reason.REFUSED, refused(login.key(), host), failure);
    }
    if (code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
      String why = host + " did not prove its key: " + failure.getMessage();
      return new SshFailure(Reason.UNTRUSTED, why, failure);
    }
    if (failure.getCause() instanceof TimeoutException) {
      return new SshFailure(
          Reason.UNREACHABLE,
          "%s gave no answer within %s s".formatted(host, timeout.toMillis() / 1000.0),
          failure);
    }
    return failure instanceof IOException io
        ? io
        : new SshFailure(Reason.UNREACHABLE, host + " cannot be talked to", failure);
  }

  private static String refused(UserKey key, SshHost host) {
    return "%s does not let %s in with the key in %s (%s): add its public half there as a deploy key: %s"
        .formatted(host, host.user(), key.where(), key, PublicKeys.line(key.pair().getPublic()));
  }

  @Override
  public Process exec(String command, int timeout) throws IOException {
    return exec(command, Map.of(), timeout);
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int timeout)
      throws IOException {
    ChannelExec channel = session.createExecChannel(command, null, environment);
    try {
      channel.open().verify(Duration.ofSeconds(timeout));
      return new SshProcess(channel);
    } catch (IOException | RuntimeException e) {
      channel.close(true);
      throw e;
    }
  }

  @Override
  public void disconnect() {
    session.close(true);
    client.stop();
  }
}
