package dev.backstay.git.trust;

import static dev.backstay.git.trust.RawCommit.NOW;
import static dev.backstay.git.trust.RawCommit.verdict;
import static dev.backstay.git.trust.RawCommit.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.git.SshKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of SSH signature, and what becomes of it. */
class SshSignaturesTest {
  @TempDir static Path home;
  private static SshKey ada;
  private static SshKey eve;
  private static SshKey authority;

  @TempDir Path keys;

  @BeforeAll
  static void makeKeys() {
    ada = SshKey.make(home, "ada");
    eve = SshKey.make(home, "eve");
    authority = SshKey.make(home, "authority");
  }

  @BeforeEach
  void allowAda() throws Exception {
    allow("ada@example.com " + ada.publicKey());
  }

  private void allow(String... lines) throws Exception {
    write(keys, "allowed_signers", "# who may sign\n\n" + String.join("\n", lines) + "\n");
  }

  private static byte[] signedBy(SshKey key) {
    RawCommit commit = RawCommit.now();
    return commit.signed(key.sign(commit.payload(), "git"));
  }

  private void assertTrusted(byte[] raw, String signer, SshKey key) throws Exception {
    assertThat(verdict(keys, raw)).isEqualTo(new Verdict.Trusted(signer, key.fingerprint()));
  }

  private void assertRefused(byte[] raw, String why) throws Exception {
    assertThat(verdict(keys, raw))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  @Test
  void anAllowedKeyIsTrusted() throws Exception {
    assertTrusted(signedBy(ada), "ada@example.com", ada);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa", "rsa"})
  void otherKindsOfKeysAreTrustedToo(String type) throws Exception {
    SshKey key = SshKey.make(keys.resolveSibling(""), type + "-" + System.nanoTime(), "-t", type);
    allow("a,b " + key.publicKey());
    assertTrusted(signedBy(key), "a,b", key);
  }

  @Test
  void anUnsignedCommitIsRefused() throws Exception {
    assertThat(verdict(keys, RawCommit.now().signed()))
        .isEqualTo(new Verdict.Refused("it is not signed", ""));
  }

  @Test
  void anUnknownKeyIsRefusedAndNamed() throws Exception {
    assertThat(verdict(keys, signedBy(eve)))
        .isEqualTo(
            new Verdict.Refused("the key is not among the allowed signers", eve.fingerprint()));
  }

  @Test
  void aCommitThatWasChangedAfterItWasSignedIsRefused() throws Exception {
    String text = new String(signedBy(ada), StandardCharsets.UTF_8);
    for (String changed :
        new String[] {
          text.replace("A change", "Another"), text.replace("tree 4b", "tree 5b"), text + "\n"
        }) {
      assertRefused(changed.getBytes(StandardCharsets.UTF_8), "the signature is bad");
    }
  }

  @Test
  void aSignatureForSomethingElseIsRefused() throws Exception {
    RawCommit commit = RawCommit.now();
    assertRefused(commit.signed(ada.sign(commit.payload(), "file")), "'git'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespaces=\"git\" | ",
        "namespaces=\"file,git\" | ",
        "namespaces=git | ",
        "namespaces=\"g*\" | ",
        "namespaces=\"file\" | not allowed to sign for git",
        "namespaces=\"*,!git\" | not allowed to sign for git",
        "valid-before=\"20261125\" | ",
        "valid-before=\"20261124\" | expired",
        "valid-before=\"202611241200Z\" | expired",
        "valid-before=\"20261124120001Z\" | ",
        "valid-after=\"20261201Z\" | not valid yet",
        "valid-after=\"20260101\",valid-before=\"20270101\" | ",
        "valid-after=\"20260101\" namespaces=\"git\" | ",
        "cert-authority | not among the allowed signers",
      })
  void theOptionsOfASignerAreHeeded(String options, String why) throws Exception {
    allow("ada@example.com " + options + " " + ada.publicKey());
    if (why == null) {
      assertTrusted(signedBy(ada), "ada@example.com", ada);
    } else {
      assertRefused(signedBy(ada), why);
    }
  }

  @Test
  void anExpiredKeyDoesNotComeBackByAnOldDate() throws Exception {
    allow("ada@example.com valid-before=\"20260601Z\" " + ada.publicKey());
    RawCommit backdated = RawCommit.at(Instant.parse("2026-01-01T00:00:00Z"));
    assertRefused(backdated.signed(ada.sign(backdated.payload(), "git")), "expired");
  }

  @Test
  void aCommitWithoutATimeIsRefused() throws Exception {
    RawCommit commit =
        new RawCommit("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n", "\nA change\n");
    assertRefused(
        commit.signed(ada.sign(commit.payload(), "git")), "does not say when it was committed");
  }

  @Test
  void aRevokedKeyIsRefused() throws Exception {
    write(keys, "revoked_keys", "# lost\n" + ada.publicKey() + "\n");
    assertRefused(signedBy(ada), "revoked");
    write(keys, "revoked_keys", eve.publicKey());
    assertTrusted(signedBy(ada), "ada@example.com", ada);
  }

  @Test
  void aKeyInARevocationListIsRefused() throws Exception {
    Files.write(keys.resolve("revoked_keys"), SshKey.revocationList(keys.resolveSibling(""), ada));
    assertRefused(signedBy(ada), "revoked");
    allow("eve " + eve.publicKey());
    assertTrusted(signedBy(eve), "eve", eve);
  }

  @Test
  void aBrokenRevocationListTrustsNobody() throws Exception {
    byte[] list = SshKey.revocationList(keys.resolveSibling(""), eve);
    Files.write(keys.resolve("revoked_keys"), java.util.Arrays.copyOf(list, list.length - 5));
    assertThat(verdict(keys, signedBy(ada))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aCertificateSpeaksForWhomItsAuthorityMay() throws Exception {
    SshKey bob = SshKey.make(home, "bob");
    byte[] raw = signedBy(authority.certify(bob, "bob@example.com,bob@example.org"));
    assertRefused(raw, "authority is not among the allowed signers");
    allow("*@example.org cert-authority,namespaces=\"git\" " + authority.publicKey());
    assertThat(verdict(keys, raw))
        .isEqualTo(new Verdict.Trusted("bob@example.org", bob.fingerprint()));
    allow("*@example.net cert-authority " + authority.publicKey());
    assertRefused(raw, "for nobody");
    allow("*@example.org " + authority.publicKey());
    assertRefused(raw, "authority is not among the allowed signers");
  }

  @Test
  void aRevokedAuthorityOrCertifiedKeyIsRefused() throws Exception {
    SshKey carl = SshKey.make(home, "carl");
    byte[] raw = signedBy(authority.certify(carl, "carl"));
    allow("* cert-authority " + authority.publicKey());
    for (SshKey revoked : new SshKey[] {carl, authority}) {
      write(keys, "revoked_keys", revoked.publicKey());
      assertRefused(raw, "revoked");
    }
  }

  @Test
  void aCertificateIsRefusedOutsideOfItsTime() throws Exception {
    SshKey dora = SshKey.make(home, "dora");
    allow("* cert-authority " + authority.publicKey());
    SshKey certificate = authority.certify(dora, "dora", "-V", "20260101:20260601");
    assertThat(verdict(keys, signedBy(certificate))).isInstanceOf(Verdict.Refused.class);
    RawCommit backdated = RawCommit.at(Instant.parse("2026-03-01T00:00:00Z"));
    assertRefused(backdated.signed(certificate.sign(backdated.payload(), "git")), "not valid now");
  }

  @ParameterizedTest
  @CsvSource({
    "sha512,SHA-512,rsa-sha2-256,SHA256withRSA,true",
    "sha512,SHA-512,ssh-rsa,SHA1withRSA,false",
    "sha1,SHA-1,rsa-sha2-256,SHA256withRSA,false",
    "SHA-1,SHA-1,rsa-sha2-256,SHA256withRSA,false",
    "md5,MD5,rsa-sha2-512,SHA512withRSA,false"
  })
  void weakHashesAreRefused(
      String hash, String java, String algorithm, String javaAlgorithm, boolean trusted)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair key = generator.generateKeyPair();
    allow("rsa " + PublicKeyEntry.toString(key.getPublic()));
    RawCommit commit = RawCommit.now();
    String signature =
        CraftedSshSignature.sign(key, commit.payload(), hash, java, algorithm, javaAlgorithm);
    assertThat(verdict(keys, commit.signed(signature)) instanceof Verdict.Trusted)
        .isEqualTo(trusted);
  }

  @Test
  void twoSignaturesAreOneTooMany() throws Exception {
    RawCommit commit = RawCommit.now();
    String good = ada.sign(commit.payload(), "git");
    assertRefused(commit.signed(good, good), "more than one signature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "-----BEGIN SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n!!!!\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAX////8=\n-----END SSH SIGNATURE-----",
        "-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----"
      })
  void whatIsNoSignatureIsRefused(String signature) throws Exception {
    assertThat(verdict(keys, RawCommit.now().signed(signature)))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aSignatureInTheMessageDoesNotCount() throws Exception {
    RawCommit commit = RawCommit.now();
    String text = commit.head() + "\ngpgsig " + ada.sign(commit.payload(), "git");
    assertRefused(text.getBytes(StandardCharsets.UTF_8), "not signed");
  }

  @Test
  void aCommitOfTheListOfAcceptedOnesIsTrustedAsItIs() throws Exception {
    write(keys, "accepted_commits", "# looked at by Ada\n" + RawCommit.ID + " before we signed\n");
    assertThat(verdict(keys, RawCommit.now().signed()))
        .isEqualTo(new Verdict.Trusted("accepted_commits", ""));
    write(keys, "accepted_commits", "2".repeat(40));
    assertRefused(RawCommit.now().signed(), "not signed");
  }

  @Test
  void theTimeOfTheTestsIsTheTimeOfTheTable() {
    assertThat(NOW).isEqualTo("2026-11-24T12:00:00Z");
  }
}
