package dev.backstay.git.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/**
 * An OpenPGP key as gpg makes them: a primary key with a name, which certifies and signs, and a
 * subkey that signs. Its times are free to choose.
 */
record PgpKey(PGPKeyPair primary, PGPKeyPair subkey, List<PGPPublicKey> certified) {

  /** What is different about a key. */
  record Shape(Instant created, Duration life, Duration subkeyLife, int flags, int subkeyFlags) {
    static Shape usual() {
      return new Shape(
          Instant.parse("2026-01-01T00:00:00Z"),
          Duration.ZERO,
          Duration.ZERO,
          KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA,
          KeyFlags.SIGN_DATA);
    }

    Shape life(Duration forPrimary, Duration forSubkey) {
      return new Shape(created, forPrimary, forSubkey, flags, subkeyFlags);
    }

    Shape flags(int forPrimary, int forSubkey) {
      return new Shape(created, life, subkeyLife, forPrimary, forSubkey);
    }
  }

  static PgpKey make() throws PGPException {
    return make(Shape.usual());
  }

  static PgpKey make(Shape shape) throws PGPException {
    PGPKeyPair primary = pair(shape.created());
    PGPKeyPair subkey = pair(shape.created());
    PGPPublicKey named =
        PGPPublicKey.addCertification(
            primary.getPublicKey(), "Ada <ada@example.com>", certify(primary, shape));
    PGPPublicKey bound =
        PGPPublicKey.addCertification(
            new PGPPublicKey(
                new org.bouncycastle.bcpg.PublicSubkeyPacket(
                    4,
                    subkey.getPublicKey().getPublicKeyPacket().getAlgorithm(),
                    Date.from(shape.created()),
                    subkey.getPublicKey().getPublicKeyPacket().getKey()),
                new org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator()),
            bind(primary, subkey, shape));
    return new PgpKey(primary, subkey, List.of(named, bound));
  }

  private static PGPKeyPair pair(Instant created) throws PGPException {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
    return new BcPGPKeyPair(
        4, PublicKeyAlgorithmTags.EDDSA_LEGACY, generator.generateKeyPair(), Date.from(created));
  }

  private static PGPSignatureGenerator generator(PGPKeyPair by, int type, int hash)
      throws PGPException {
    PGPSignatureGenerator generator =
        new PGPSignatureGenerator(
            new BcPGPContentSignerBuilder(by.getPublicKey().getAlgorithm(), hash),
            by.getPublicKey());
    generator.init(type, by.getPrivateKey());
    return generator;
  }

  private static PGPSignatureSubpacketGenerator hashed(PGPKeyPair by, Instant at) {
    PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
    hashed.setIssuerFingerprint(false, by.getPublicKey());
    hashed.setSignatureCreationTime(false, Date.from(at));
    return hashed;
  }

  private static PGPSignature certify(PGPKeyPair primary, Shape shape) throws PGPException {
    PGPSignatureGenerator generator =
        generator(primary, PGPSignature.POSITIVE_CERTIFICATION, HashAlgorithmTags.SHA512);
    PGPSignatureSubpacketGenerator hashed = hashed(primary, shape.created());
    hashed.setKeyFlags(false, shape.flags());
    if (!shape.life().isZero()) {
      hashed.setKeyExpirationTime(false, shape.life().toSeconds());
    }
    generator.setHashedSubpackets(hashed.generate());
    return generator.generateCertification("Ada <ada@example.com>", primary.getPublicKey());
  }

  private static PGPSignature bind(PGPKeyPair primary, PGPKeyPair subkey, Shape shape)
      throws PGPException {
    PGPSignatureGenerator back =
        generator(subkey, PGPSignature.PRIMARYKEY_BINDING, HashAlgorithmTags.SHA512);
    back.setHashedSubpackets(hashed(subkey, shape.created()).generate());
    PGPSignatureGenerator generator =
        generator(primary, PGPSignature.SUBKEY_BINDING, HashAlgorithmTags.SHA512);
    PGPSignatureSubpacketGenerator hashed = hashed(primary, shape.created());
    hashed.setKeyFlags(false, shape.subkeyFlags());
    if (!shape.subkeyLife().isZero()) {
      hashed.setKeyExpirationTime(false, shape.subkeyLife().toSeconds());
    }
    try {
      hashed.addEmbeddedSignature(
          false, back.generateCertification(primary.getPublicKey(), subkey.getPublicKey()));
    } catch (IOException e) {
      throw new PGPException("embedding", e);
    }
    generator.setHashedSubpackets(hashed.generate());
    return generator.generateCertification(primary.getPublicKey(), subkey.getPublicKey());
  }

  /** The same key, revoked by itself. */
  PgpKey revoked(Instant at, byte reason) throws PGPException {
    PGPSignatureGenerator generator =
        generator(primary, PGPSignature.KEY_REVOCATION, HashAlgorithmTags.SHA512);
    PGPSignatureSubpacketGenerator hashed = hashed(primary, at);
    hashed.setRevocationReason(false, reason, "");
    generator.setHashedSubpackets(hashed.generate());
    PGPSignature revocation = generator.generateCertification(primary.getPublicKey());
    return new PgpKey(
        primary,
        subkey,
        List.of(PGPPublicKey.addCertification(certified.getFirst(), revocation), certified.get(1)));
  }

  /** The same key, with its subkey revoked. */
  PgpKey subkeyRevoked(Instant at) throws PGPException {
    PGPSignatureGenerator generator =
        generator(primary, PGPSignature.SUBKEY_REVOCATION, HashAlgorithmTags.SHA512);
    generator.setHashedSubpackets(hashed(primary, at).generate());
    PGPSignature revocation =
        generator.generateCertification(primary.getPublicKey(), subkey.getPublicKey());
    return new PgpKey(
        primary,
        subkey,
        List.of(certified.getFirst(), PGPPublicKey.addCertification(certified.get(1), revocation)));
  }

  /** The same key with the subkey of another one, which did not agree. */
  PgpKey withStolen(PgpKey other) {
    return new PgpKey(primary, other.subkey, List.of(certified.getFirst(), other.certified.get(1)));
  }

  byte[] binary() throws IOException {
    return new PGPPublicKeyRing(certified).getEncoded();
  }

  byte[] armored() throws IOException {
    return armor(binary());
  }

  private static byte[] armor(byte[] binary) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream armor = ArmoredOutputStream.builder().build(text)) {
      armor.write(binary);
    }
    return text.toByteArray();
  }

  String sign(byte[] payload) throws PGPException, IOException {
    return sign(subkey, payload, RawCommit.NOW.minusSeconds(10), HashAlgorithmTags.SHA512);
  }

  /** A detached signature as gpg makes it, by one of the two keys. */
  String sign(PGPKeyPair by, byte[] payload, Instant at, int hash)
      throws PGPException, IOException {
    byte[] signature = packet(by, payload, at, hash);
    return new String(armor(signature), StandardCharsets.US_ASCII);
  }

  /** Two signatures where there should be one. */
  String signTwice(byte[] payload) throws PGPException, IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    for (PGPKeyPair by : List.of(subkey, primary)) {
      both.write(packet(by, payload, RawCommit.NOW.minusSeconds(10), HashAlgorithmTags.SHA512));
    }
    return new String(armor(both.toByteArray()), StandardCharsets.US_ASCII);
  }

  private static byte[] packet(PGPKeyPair by, byte[] payload, Instant at, int hash)
      throws PGPException, IOException {
    PGPSignatureGenerator generator = generator(by, PGPSignature.BINARY_DOCUMENT, hash);
    generator.setHashedSubpackets(hashed(by, at).generate());
    generator.update(payload);
    return generator.generate().getEncoded();
  }

  String fingerprint() {
    return HexFormat.of()
        .formatHex(subkey.getPublicKey().getFingerprint())
        .toUpperCase(Locale.ROOT);
  }
}
