package dev.backstay.git.ssh;

import dev.backstay.git.ssh.KnownHosts.Verdict;
import dev.backstay.git.ssh.SshFailure.Reason;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/** Lets a talk go on only with a host that shows a known key; remembers why not. */
final class HostCheck implements ServerKeyVerifier {
  private final SshLogin login;
  private final SshHost host;
  private final AtomicReference<Optional<SshFailure>> refusal =
      new AtomicReference<>(Optional.empty());

  HostCheck(SshLogin login, SshHost host) {
    this.login = login;
    this.host = host;
  }

  /** Why the host's key was not taken, if it was not. */
  Optional<SshFailure> refusal() {
    return refusal.get();
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey shown) {
    PublicKey key = shown instanceof OpenSshCertificate c ? c.getCertPubKey() : shown;
    Optional<String> problem =
        PublicKeys.isShort(key)
            ? Optional.of(shortKey(key))
            : problem(login.hosts().judge(host, shown), key);
    refusal.set(problem.map(text -> new SshFailure(Reason.UNTRUSTED, text)));
    return problem.isEmpty();
  }

  private Optional<String> problem(Verdict verdict, PublicKey key) {
    return switch (verdict) {
      case Verdict.Trusted _ -> Optional.empty();
      case Verdict.Unknown _ -> Optional.of(unknown(key));
      case Verdict.Changed(List<PublicKey> known) -> Optional.of(changed(key, known));
      case Verdict.Revoked(int line) ->
          Optional.of(
              "the host key of %s (%s) is revoked by line %d of %s: nothing was sent to it"
                  .formatted(host, PublicKeys.shown(key), line, login.hostsFile()));
    };
  }

  private String unknown(PublicKey key) {
    return "the host key of %s is not known: %s has no line for it. It shows %s; if that is what the"
            .formatted(host, login.hostsFile(), PublicKeys.shown(key))
        + " server's owner publishes, add this line: "
        + line(key);
  }

  private String changed(PublicKey key, List<PublicKey> known) {
    return "THE HOST KEY OF %s HAS CHANGED: somebody may be listening in, so nothing was sent. It shows"
            .formatted(host)
        + " %s, but %s has %s. Ask the server's owner; if the new key is theirs, put this line in the"
            .formatted(
                PublicKeys.shown(key),
                login.hostsFile(),
                known.stream().map(PublicKeys::shown).collect(Collectors.joining(" and ")))
        + " old one's place: "
        + line(key);
  }

  private String shortKey(PublicKey key) {
    return "the host key of %s (%s) has fewer than %d bits: the server needs a better one"
        .formatted(host, PublicKeys.shown(key), PublicKeys.FEWEST_RSA_BITS);
  }

  private String line(PublicKey key) {
    return host.pattern() + " " + PublicKeys.line(key);
  }
}
