package dev.backstay.git.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.internal.signing.ssh.OpenSshSigningKeyDatabase;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.signing.ssh.VerificationException;

/**
 * Who may sign with an SSH key: {@code allowed_signers} and {@code revoked_keys}. It is handed to
 * JGit's verifier as a configuration, since that one takes nothing else along.
 */
final class SshSigners extends GpgConfig {
  private static final byte[] KRL = "SSHKRL\n\0".getBytes(UTF_8);

  private final List<AllowedSigner> allowed;
  private final Set<String> revoked;
  private final boolean hasRevocationList;
  private final OpenSshSigningKeyDatabase revocationList = new OpenSshSigningKeyDatabase();

  private SshSigners(
      Config revocations,
      List<AllowedSigner> allowed,
      Set<String> revoked,
      boolean hasRevocationList) {
    super(revocations);
    this.allowed = allowed;
    this.revoked = revoked;
    this.hasRevocationList = hasRevocationList;
  }

  static SshSigners of(KeysFolder keys) throws UnusableKeysException {
    List<AllowedSigner> allowed = new ArrayList<>();
    eachLine(
        keys,
        KeysFolder.ALLOWED_SIGNERS,
        line -> {
          AllowedSigner signer = AllowedSigner.parse(line);
          allowed.add(signer.withKey(checkKey(signer.key())));
        });
    Set<String> revoked = new HashSet<>();
    Config revocations = new Config();
    boolean isList = isRevocationList(keys);
    if (isList) {
      Path file = keys.path().resolve(KeysFolder.REVOKED_KEYS).toAbsolutePath();
      revocations.setString("gpg", "ssh", "revocationFile", file.toString());
    } else {
      eachLine(
          keys, KeysFolder.REVOKED_KEYS, line -> revoked.add(checkKey(AllowedSigner.keyOf(line))));
    }
    return new SshSigners(revocations, List.copyOf(allowed), revoked, isList);
  }

  private static boolean isRevocationList(KeysFolder keys) {
    byte[] file = keys.files().getOrDefault(KeysFolder.REVOKED_KEYS, new byte[0]);
    return file.length >= KRL.length && Arrays.equals(file, 0, KRL.length, KRL, 0, KRL.length);
  }

  private static void eachLine(KeysFolder keys, String name, Consumer<String> reader)
      throws UnusableKeysException {
    byte[] file = keys.files().getOrDefault(name, new byte[0]);
    int number = 0;
    for (String line : new String(file, UTF_8).lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        reader.accept(line);
      } catch (IllegalArgumentException e) {
        throw new UnusableKeysException(
            "%s:%d: %s".formatted(keys.path().resolve(name), number, e.getMessage()));
      }
    }
  }

  /** A key that cannot be read would never be recognized, and a revoked one never be refused. */
  private static String checkKey(String key) {
    try {
      PublicKey read =
          PublicKeyEntry.parsePublicKeyEntry(key)
              .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
      return PublicKeyEntry.toString(read);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException("the public key cannot be read", e);
    }
  }

  int count() {
    return allowed.size();
  }

  /**
   * Who a key is of.
   *
   * @throws VerificationException if it may not sign, with the reason
   */
  String signer(Repository repository, PublicKey key, String namespace, When when)
      throws IOException, VerificationException {
    if (isRevoked(repository, key)) {
      throw new VerificationException(false, "the key is revoked");
    }
    return key instanceof OpenSshCertificate certificate
        ? certified(certificate, namespace, when)
        : one(PublicKeyEntry.toString(key), false, namespace, when).names();
  }

  /** The two moments at which a key must be valid: a commit may claim to be of any time. */
  record When(Instant committed, Instant now) {
    static When of(PersonIdent committer, Instant now) {
      return new When(committer.getWhenAsInstant(), now);
    }
  }

  private boolean isRevoked(Repository repository, PublicKey key) throws IOException {
    if (hasRevocationList) {
      return revocationList.isRevoked(repository, this, key);
    }
    return key instanceof OpenSshCertificate certificate
        ? revoked.contains(PublicKeyEntry.toString(certificate.getCertPubKey()))
            || revoked.contains(PublicKeyEntry.toString(certificate.getCaPubKey()))
        : revoked.contains(PublicKeyEntry.toString(key));
  }

  private String certified(OpenSshCertificate certificate, String namespace, When when)
      throws VerificationException {
    String authority = PublicKeyEntry.toString(certificate.getCaPubKey());
    AllowedSigner signer = one(authority, true, namespace, when);
    if (!OpenSshCertificate.isValidAt(certificate, when.now())) {
      throw new VerificationException(true, "the certificate is not valid now");
    }
    return certificate.getPrincipals().stream()
        .filter(signer::names)
        .findFirst()
        .orElseThrow(
            () ->
                new VerificationException(
                    false, "the certificate is for nobody that its authority may speak for"));
  }

  private AllowedSigner one(String key, boolean isAuthority, String namespace, When when)
      throws VerificationException {
    List<AllowedSigner> entries =
        allowed.stream()
            .filter(entry -> entry.key().equals(key) && entry.isAuthority() == isAuthority)
            .toList();
    if (entries.isEmpty()) {
      String what = isAuthority ? "the certificate's authority" : "the key";
      throw new VerificationException(false, what + " is not among the allowed signers");
    }
    List<AllowedSigner> fitting = entries.stream().filter(e -> e.isFor(namespace)).toList();
    if (fitting.isEmpty()) {
      throw new VerificationException(false, "the key is not allowed to sign for git");
    }
    return fitting.stream()
        .filter(e -> e.isValidAt(when.committed()) && e.isValidAt(when.now()))
        .findFirst()
        .orElseThrow(
            () -> new VerificationException(true, "the key has expired or is not valid yet"));
  }
}
