package dev.backstay.git.trust;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.eclipse.jgit.signing.ssh.SshSignatureVerifierFactory;
import org.eclipse.jgit.signing.ssh.VerificationException;

/**
 * Signatures by SSH keys. JGit checks the signature and a certificate's own; who may sign, and
 * when, is decided here.
 */
final class SshSignatures {
  /** JGit would take any hash that the JVM knows. */
  private static final Set<String> HASHES = Set.of("sha256", "sha512");

  private static final int MAGIC = "SSHSIG".length();

  private final SshSigners signers;
  private final SignatureVerifier verifier = new SshSignatureVerifierFactory().create();

  SshSignatures(SshSigners signers) {
    this.signers = signers;
    SigningKeyDatabase.setInstance(new Database());
  }

  Verdict verify(Repository repository, SignedCommit commit, Instant now) {
    try {
      String hash = hashOf(commit.signature());
      if (!HASHES.contains(hash)) {
        return new Verdict.Refused("it is signed with the weak hash " + hash, "");
      }
      Moment moment = new Moment(signers, now);
      SignatureVerifier.SignatureVerification result =
          verifier.verify(
              repository,
              moment,
              commit.payload(),
              commit.signature().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      String fingerprint = Optional.ofNullable(result.keyFingerprint()).orElse("");
      return result.verified()
          ? new Verdict.Trusted(String.valueOf(result.keyUser()), fingerprint)
          : new Verdict.Refused(
              Optional.ofNullable(result.message())
                  .orElse("the signature is bad: the commit was changed after it was signed"),
              fingerprint);
    } catch (IOException | RuntimeException e) {
      return new Verdict.Refused("the signature cannot be read (" + e + ")", "");
    }
  }

  private static String hashOf(String armored) {
    String base64 =
        armored
            .lines()
            .filter(line -> !line.startsWith("-----"))
            .map(String::strip)
            .collect(Collectors.joining());
    ByteArrayBuffer signature = new ByteArrayBuffer(Base64.getDecoder().decode(base64));
    signature.rpos(MAGIC);
    signature.getUInt(); // version
    signature.getBytes(); // key
    signature.getString(); // namespace
    signature.getString(); // reserved
    return signature.getString();
  }

  /** Takes the signers and the time through JGit to the database. */
  private static final class Moment extends GpgConfig {
    private final SshSigners signers;
    private final Instant now;

    Moment(SshSigners signers, Instant now) {
      super(new org.eclipse.jgit.lib.Config());
      this.signers = signers;
      this.now = now;
    }
  }

  /** The one database of the process: what it knows comes with each question. */
  private static final class Database implements SigningKeyDatabase {
    /** Told with {@link #isAllowed}, where a reason can be given. */
    @Override
    public boolean isRevoked(Repository repository, GpgConfig config, PublicKey key) {
      return false;
    }

    @Override
    public String isAllowed(
        Repository repository,
        GpgConfig config,
        PublicKey key,
        String namespace,
        PersonIdent committer)
        throws IOException, VerificationException {
      if (!(config instanceof Moment moment)) {
        throw new VerificationException(false, "nobody is allowed to sign");
      }
      if (committer == null) {
        throw new VerificationException(false, "it does not say when it was committed");
      }
      return moment.signers.signer(
          repository, key, namespace, SshSigners.When.of(committer, moment.now));
    }
  }
}
