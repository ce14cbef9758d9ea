package dev.backstay.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.SshKey;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be used as a key is told in words, and nothing of it is repeated. */
class UserKeyTest {
  @TempDir Path folder;

  @Test
  void tellsThatAPassphraseIsMissingOrWrong() {
    SshKey key = SshKey.make(folder, "key", "-t", "ed25519", "-N", "open sesame");
    SshKey pem =
        SshKey.make(folder, "pem", "-t", "ecdsa", "-b", "256", "-m", "PKCS8", "-N", "open sesame");
    for (String secret : new String[] {key.secret(), pem.secret()}) {
      assertRefused(
          secret, Optional.empty(), "it is encrypted: put its passphrase beside it, as passphrase");
      assertRefused(
          secret, Optional.of("open barley"), "the passphrase beside it does not open it");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, it is cut off: its last line -----END … PRIVATE KEY----- is missing",
    "60, it is cut off: its last line -----END … PRIVATE KEY----- is missing",
    "95, it is cut off: its last line -----END … PRIVATE KEY----- is missing"
  })
  void tellsHalfAKey(int percent, String told) {
    String whole = SshKey.make(folder, "key").secret();

    assertRefused(whole.substring(0, whole.length() * percent / 100), Optional.empty(), told);
  }

  @Test
  void tellsADamagedKey() {
    String whole = SshKey.make(folder, "key").secret();
    String damaged = whole.substring(0, 80) + whole.substring(120);

    assertRefused(damaged, Optional.empty(), "it is damaged, or of a kind that is not known here");
  }

  @Test
  void tellsAPublicKeyAndPuttysAndAnythingElse() {
    SshKey key = SshKey.make(folder, "key");
    assertRefused(key.line(), Optional.empty(), "it is a public key: put the private half there");
    assertRefused(
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nSECRETSECRET",
        Optional.empty(),
        "it is in PuTTY's form: puttygen FILE -O private-openssh gives the one to use");
    assertRefused(
        "SECRETSECRET", Optional.empty(), "it does not begin with -----BEGIN … PRIVATE KEY-----");
    assertRefused("", Optional.empty(), "it does not begin with -----BEGIN … PRIVATE KEY-----");
  }

  @Test
  void tellsAShortRsaKey() {
    SshKey key = SshKey.make(folder, "key", "-t", "rsa", "-b", "1024");

    assertRefused(
        key.secret(),
        Optional.empty(),
        "it is an RSA key of fewer than 2048 bits (ssh-keygen -t ed25519 makes a better one)");
  }

  @Test
  void showsOfItselfOnlyWhatIsPublic() throws Exception {
    SshKey key = SshKey.make(folder, "key");

    assertThat(UserKey.parse(key.secret(), Optional.empty(), "/s/key").toString())
        .isEqualTo("ssh-ed25519 " + key.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "git.example.com",
    "git.example.com ssh-ed25519",
    "git.example.com ssh-ed25519 AAAA",
    "@unknown git.example.com ssh-ed25519 AAAA",
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB"
  })
  void tellsALineOfKnownHostsThatIsNone(String line) {
    assertThatThrownBy(() -> KnownHosts.parse("# remark\n" + line + "\n", "/s/known_hosts"))
        .isInstanceOf(SshFailure.class)
        .hasMessage(
            "line 2 of /s/known_hosts is not of the form: host key-type key"
                + " (ssh-keyscan prints such lines)");
  }

  private static void assertRefused(String text, Optional<String> passphrase, String told) {
    assertThatThrownBy(() -> UserKey.parse(text, passphrase, "/s/ssh-privatekey"))
        .isInstanceOf(SshFailure.class)
        .hasMessage("/s/ssh-privatekey cannot be used: " + told)
        .hasNoCause();
  }
}
