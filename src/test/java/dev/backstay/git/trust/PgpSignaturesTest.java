package dev.backstay.git.trust;

import static dev.backstay.git.trust.RawCommit.NOW;
import static dev.backstay.git.trust.RawCommit.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.trust.PgpKey.Shape;
import dev.backstay.testing.git.SshKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.RevocationReasonTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of OpenPGP signature, and what becomes of it. */
class PgpSignaturesTest {
  private static final Instant LAST_MONTH = Instant.parse("2026-10-24T00:00:00Z");
  private static final RawCommit COMMIT = RawCommit.now();

  @TempDir Path keys;

  private byte[] signedBy(PgpKey key) throws Exception {
    return COMMIT.signed(key.sign(COMMIT.payload()));
  }

  private PgpKey allowed(PgpKey key) throws Exception {
    Files.write(keys.resolve("ada.asc"), key.armored());
    return key;
  }

  private void assertTrusted(PgpKey key) throws Exception {
    assertThat(verdict(keys, signedBy(key)))
        .isEqualTo(new Verdict.Trusted("Ada <ada@example.com>", key.fingerprint()));
  }

  private void assertRefused(PgpKey key, String why) throws Exception {
    assertThat(verdict(keys, signedBy(key))).isEqualTo(new Verdict.Refused(why, key.fingerprint()));
  }

  @Test
  void anAllowedKeyIsTrusted() throws Exception {
    assertTrusted(allowed(PgpKey.make()));
  }

  @Test
  void itMayBeArmoredOrNotAndOneOfMany() throws Exception {
    PgpKey ada = PgpKey.make();
    Files.write(keys.resolve("ada.gpg"), ada.binary());
    Files.write(keys.resolve("bob.asc"), PgpKey.make().armored());
    assertTrusted(ada);
  }

  @Test
  void theKeyItselfMaySignToo() throws Exception {
    PgpKey ada = allowed(PgpKey.make());
    String signature =
        ada.sign(ada.primary(), COMMIT.payload(), NOW.minusSeconds(10), HashAlgorithmTags.SHA256);
    assertThat(verdict(keys, COMMIT.signed(signature))).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void anUnknownKeyIsRefusedAndNamed() throws Exception {
    allowed(PgpKey.make());
    assertRefused(PgpKey.make(), "the key is not in the keys folder");
  }

  @Test
  void aSignatureOfAnotherCommitIsRefused() throws Exception {
    PgpKey ada = allowed(PgpKey.make());
    RawCommit other = RawCommit.at(LAST_MONTH);
    assertThat(verdict(keys, other.signed(ada.sign(COMMIT.payload()))))
        .isEqualTo(
            new Verdict.Refused(
                "the signature is bad: the commit was changed after it was signed",
                ada.fingerprint()));
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        RevocationReasonTags.KEY_COMPROMISED,
        RevocationReasonTags.NO_REASON,
        RevocationReasonTags.KEY_RETIRED,
        RevocationReasonTags.KEY_SUPERSEDED
      })
  void aRevokedKeyIsRefusedForWhateverReasonAndHoweverTheCommitIsDated(byte reason)
      throws Exception {
    PgpKey ada = allowed(PgpKey.make().revoked(LAST_MONTH, reason));
    assertRefused(ada, "the key is revoked");
    String backdated =
        ada.sign(
            ada.subkey(),
            COMMIT.payload(),
            LAST_MONTH.minusSeconds(86_400),
            HashAlgorithmTags.SHA512);
    assertThat(verdict(keys, COMMIT.signed(backdated)))
        .isEqualTo(new Verdict.Refused("the key is revoked", ada.fingerprint()));
  }

  @Test
  void aRevokedSubkeyIsRefused() throws Exception {
    assertRefused(allowed(PgpKey.make().subkeyRevoked(LAST_MONTH)), "the key is revoked");
  }

  @Test
  void anExpiredKeyOrSubkeyIsRefused() throws Exception {
    Duration over = Duration.ofDays(100);
    Duration runs = Duration.ofDays(1_000);
    assertRefused(allowed(PgpKey.make(Shape.usual().life(over, runs))), "the key has expired");
    assertRefused(allowed(PgpKey.make(Shape.usual().life(runs, over))), "the key has expired");
    assertTrusted(allowed(PgpKey.make(Shape.usual().life(runs, runs))));
  }

  @Test
  void aSubkeyThatIsNotForSigningIsRefused() throws Exception {
    Shape shape = Shape.usual().flags(KeyFlags.CERTIFY_OTHER, KeyFlags.ENCRYPT_COMMS);
    assertRefused(
        allowed(PgpKey.make(shape)),
        "the key may not sign: it is not bound, not for signing, or not valid now");
  }

  @Test
  void aSubkeyOfSomebodyElseIsNotTakenForOnesOwn() throws Exception {
    PgpKey eve = PgpKey.make();
    PgpKey mixed = allowed(PgpKey.make().withStolen(eve));
    assertThat(verdict(keys, signedBy(mixed))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aWeakHashIsRefused() throws Exception {
    PgpKey ada = allowed(PgpKey.make());
    for (int hash : new int[] {HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160}) {
      String signature = ada.sign(ada.subkey(), COMMIT.payload(), NOW.minusSeconds(10), hash);
      assertThat(verdict(keys, COMMIT.signed(signature)))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.why()).contains("hash algorithm"));
    }
  }

  @Test
  void aSignatureOfTheFutureIsRefused() throws Exception {
    PgpKey ada = allowed(PgpKey.make());
    String signature =
        ada.sign(ada.subkey(), COMMIT.payload(), NOW.plusSeconds(3_600), HashAlgorithmTags.SHA512);
    assertThat(verdict(keys, COMMIT.signed(signature)))
        .isEqualTo(new Verdict.Refused("it says to be signed in the future", ada.fingerprint()));
  }

  @Test
  void twoSignaturesInOneAreRefused() throws Exception {
    PgpKey ada = allowed(PgpKey.make());
    assertThat(verdict(keys, COMMIT.signed(ada.signTwice(COMMIT.payload()))))
        .isEqualTo(new Verdict.Refused("it does not have exactly one signature of a document", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PGP SIGNATURE-----",
        "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----",
        "-----BEGIN PGP SIGNATURE-----\n\niQIz\n=AAAA\n-----END PGP SIGNATURE-----"
      })
  void whatIsNoSignatureIsRefused(String signature) throws Exception {
    allowed(PgpKey.make());
    assertThat(verdict(keys, COMMIT.signed(signature))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anSshKeyInTheFolderDoesNotHelpACommitThatIsSignedWithOpenPgp() throws Exception {
    SshKey ssh = SshKey.make(keys.resolveSibling(""), "s" + System.nanoTime());
    RawCommit.write(keys, "allowed_signers", "a " + ssh.publicKey());
    assertThat(verdict(keys, signedBy(PgpKey.make())))
        .isEqualTo(
            new Verdict.Refused(
                "it is signed with an OpenPGP key, and there is no *.asc or *.gpg in the keys folder",
                ""));
  }
}
