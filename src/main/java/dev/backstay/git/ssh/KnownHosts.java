package dev.backstay.git.ssh;

import dev.backstay.git.ssh.SshFailure.Reason;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * The host keys that count, as in ssh's file of that name: plain and hashed names, patterns,
 * several keys a host, {@code @cert-authority} and {@code @revoked}. What is revoked is so wherever
 * its line stands. Nothing is ever added.
 */
public final class KnownHosts {
  private static final String AUTHORITY = "cert-authority";
  private static final String REVOKED = "revoked";
  private static final Set<String> MARKERS = Set.of(AUTHORITY, REVOKED);

  /** What is to be thought of a key that a host shows. */
  sealed interface Verdict {
    record Trusted() implements Verdict {}

    /** There is no line for the host. */
    record Unknown() implements Verdict {}

    /** There are lines for the host, with other keys. */
    record Changed(List<PublicKey> known) implements Verdict {}

    record Revoked(int line) implements Verdict {}
  }

  private record Line(int number, Optional<String> marker, KnownHostEntry host, PublicKey key) {
    boolean is(String wanted) {
      return marker.equals(Optional.of(wanted));
    }

    boolean isPlain() {
      return marker.isEmpty();
    }

    boolean holds(PublicKey other) {
      return KeyUtils.compareKeys(key, other);
    }
  }

  private final List<Line> lines;

  private KnownHosts(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * Reads the lines of the file.
   *
   * @param where the file, as it is told to people
   */
  public static KnownHosts parse(String text, String where) throws SshFailure {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        read(stripped, number, where).ifPresent(lines::add);
      }
    }
    return new KnownHosts(lines);
  }

  /** A line with a key of a kind that is not known here counts for nothing, as with ssh. */
  private static Optional<Line> read(String text, int number, String where) throws SshFailure {
    try {
      KnownHostEntry host = KnownHostEntry.parseKnownHostEntry(text);
      Optional<String> marker = Optional.ofNullable(host.getMarker());
      if (marker.isPresent() && !MARKERS.contains(marker.get())) {
        throw unreadable(number, where);
      }
      return Optional.ofNullable(
              host.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING))
          .map(key -> new Line(number, marker, host, key));
    } catch (SshFailure e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unreadable(number, where);
    }
  }

  /** What is wrong in the line is not quoted: it may be a private key in the wrong place. */
  private static SshFailure unreadable(int number, String where) {
    return new SshFailure(
        Reason.UNUSABLE,
        "line %d of %s is not of the form: host key-type key (ssh-keyscan prints such lines)"
            .formatted(number, where));
  }

  Verdict judge(SshHost host, PublicKey shown) {
    Optional<PublicKey> authority =
        shown instanceof OpenSshCertificate c ? Optional.of(c.getCaPubKey()) : Optional.empty();
    PublicKey plain = shown instanceof OpenSshCertificate c ? c.getCertPubKey() : shown;
    List<Line> ofHost = of(host).toList();
    Optional<Line> revoked =
        ofHost.stream()
            .filter(line -> line.is(REVOKED))
            .filter(line -> line.holds(plain) || authority.filter(line::holds).isPresent())
            .findFirst();
    if (revoked.isPresent()) {
      return new Verdict.Revoked(revoked.get().number());
    }
    boolean trusted =
        ofHost.stream()
            .anyMatch(
                line ->
                    (line.isPlain() && line.holds(plain))
                        || (line.is(AUTHORITY) && authority.filter(line::holds).isPresent()));
    if (trusted) {
      return new Verdict.Trusted();
    }
    List<PublicKey> known =
        ofHost.stream().filter(line -> !line.is(REVOKED)).map(Line::key).toList();
    return known.isEmpty() ? new Verdict.Unknown() : new Verdict.Changed(known);
  }

  /** The types of the keys that are known of a host: it is asked for one of these first. */
  List<String> keyTypes(SshHost host) {
    return of(host)
        .filter(Line::isPlain)
        .map(line -> KeyUtils.getKeyType(line.key()))
        .distinct()
        .toList();
  }

  /** Whether there is an authority that vouches for keys of a host. */
  boolean hasAuthority(SshHost host) {
    return of(host).anyMatch(line -> line.is(AUTHORITY));
  }

  private Stream<Line> of(SshHost host) {
    return lines.stream().filter(line -> line.host().isHostMatch(host.name(), host.port()));
  }
}
