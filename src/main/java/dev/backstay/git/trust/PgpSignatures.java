package dev.backstay.git.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPDefaultPolicy;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPImplementation;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
import org.jspecify.annotations.Nullable;

/**
 * Signatures by OpenPGP keys. Bouncy Castle checks the signature, the hash (SHA-1 is refused), the
 * strength of the key, and that a subkey belongs to its key. That the key is not revoked, has not
 * expired and may sign is asked for now: the time in a signature is what its maker says.
 */
final class PgpSignatures {
  /** So much may the clock of who signs be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final OpenPGPImplementation implementation = new BcOpenPGPImplementation();
  private final OpenPGPDefaultPolicy policy = new OpenPGPDefaultPolicy();
  private final List<OpenPGPCertificate> certificates = new ArrayList<>();

  PgpSignatures(KeysFolder keys) throws UnusableKeysException {
    OpenPGPKeyReader reader = new OpenPGPKeyReader(implementation, policy);
    for (Map.Entry<String, byte[]> file : keys.pgp().entrySet()) {
      String where = keys.path().resolve(file.getKey()).toString();
      try {
        List<OpenPGPCertificate> read = reader.parseKeysOrCertificates(file.getValue());
        if (read.stream().anyMatch(OpenPGPCertificate::isSecretKey)) {
          throw new UnusableKeysException(where + " holds a secret key: export the public one");
        }
        if (read.isEmpty()) {
          throw new UnusableKeysException(where + " holds no OpenPGP key");
        }
        certificates.addAll(read);
      } catch (IOException | RuntimeException e) {
        throw new UnusableKeysException(where + " holds no OpenPGP key that can be read");
      }
    }
  }

  int count() {
    return certificates.size();
  }

  Verdict verify(SignedCommit commit, Instant now) {
    try {
      List<PGPSignature> signatures = read(commit.signature());
      if (signatures.size() != 1
          || signatures.getFirst().getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
        return new Verdict.Refused("it does not have exactly one signature of a document", "");
      }
      return verify(signatures.getFirst(), commit.payload(), now);
    } catch (IOException | RuntimeException e) {
      return new Verdict.Refused("the signature cannot be read (" + e + ")", "");
    }
  }

  private List<PGPSignature> read(String armored) throws IOException {
    PGPObjectFactory objects =
        implementation.pgpObjectFactory(
            PGPUtil.getDecoderStream(new ByteArrayInputStream(armored.getBytes(ISO_8859_1))));
    List<PGPSignature> signatures = new ArrayList<>();
    for (Object next = objects.nextObject(); next != null; next = objects.nextObject()) {
      switch (next) {
        case PGPSignatureList list -> list.forEach(signatures::add);
        case PGPSignature one -> signatures.add(one);
        default -> throw new IOException("something else than a signature");
      }
    }
    return signatures;
  }

  private Verdict verify(PGPSignature signature, byte[] payload, Instant now) throws IOException {
    Optional<OpenPGPComponentKey> key = keyOf(signature);
    if (key.isEmpty()) {
      return new Verdict.Refused("the key is not in the keys folder", issuer(signature));
    }
    String fingerprint = hex(key.get().getPGPPublicKey().getFingerprint());
    Optional<String> objection = objection(key.get(), Date.from(now));
    if (objection.isPresent()) {
      return new Verdict.Refused(objection.get(), fingerprint);
    }
    List<String> complaints = new ArrayList<>();
    List<OpenPGPDocumentSignature> checked =
        new OpenPGPDetachedSignatureProcessor(implementation, policy)
            .setExceptionCallback(e -> complaints.add(String.valueOf(e.getMessage())))
            .verifyNotAfter(Date.from(now.plus(SKEW)))
            .addVerificationCertificate(key.get().getCertificate())
            .addSignature(signature)
            .process(new ByteArrayInputStream(payload));
    if (checked.size() == 1 && checked.getFirst().isTestedCorrect()) {
      return new Verdict.Trusted(nameOf(key.get().getCertificate()), fingerprint);
    }
    return new Verdict.Refused(
        checked.isEmpty()
            ? complaints.stream().findFirst().orElse("it says to be signed in the future")
            : "the signature is bad: the commit was changed after it was signed",
        fingerprint);
  }

  private Optional<OpenPGPComponentKey> keyOf(PGPSignature signature) {
    return certificates.stream()
        .flatMap(c -> Optional.ofNullable(c.getSigningKeyFor(signature)).stream())
        .findFirst();
  }

  private static Optional<String> objection(OpenPGPComponentKey key, Date now) {
    OpenPGPCertificate certificate = key.getCertificate();
    List<OpenPGPComponentKey> chain = List.of(certificate.getPrimaryKey(), key);
    if (chain.stream().anyMatch(k -> k.getRevocation(now) != null)) {
      return Optional.of("the key is revoked");
    }
    if (chain.stream().anyMatch(k -> isOver(k.getKeyExpirationDateAt(now), now))) {
      return Optional.of("the key has expired");
    }
    return key.isBoundAt(now) && key.isSigningKey(now)
        ? Optional.empty()
        : Optional.of("the key may not sign: it is not bound, not for signing, or not valid now");
  }

  @SuppressWarnings("JavaUtilDate") // what Bouncy Castle speaks
  private static boolean isOver(@Nullable Date end, Date now) {
    return end != null && !end.after(now);
  }

  private static String nameOf(OpenPGPCertificate certificate) {
    return certificate.getAllUserIds().stream()
        .findFirst()
        .map(OpenPGPCertificate.OpenPGPUserId::getUserId)
        .orElse("");
  }

  private static String issuer(PGPSignature signature) {
    KeyIdentifier id =
        org.bouncycastle.openpgp.api.OpenPGPSignature.getMostExpressiveIdentifier(
            signature.getKeyIdentifiers());
    return id == null
        ? ""
        : Optional.ofNullable(id.getFingerprint())
            .map(PgpSignatures::hex)
            .orElse(String.format("%016X", id.getKeyId()));
  }

  private static String hex(byte[] fingerprint) {
    return HexFormat.of().formatHex(fingerprint).toUpperCase(Locale.ROOT);
  }
}
