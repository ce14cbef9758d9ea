package dev.backstay.git.trust;

import static dev.backstay.git.trust.RawCommit.verdict;
import static dev.backstay.git.trust.RawCommit.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.SshKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder that does not say who may sign lets nobody. */
class KeysFolderTest {
  @TempDir static Path home;
  private static SshKey ada;
  @TempDir Path keys;

  @BeforeAll
  static void makeKey() {
    ada = SshKey.make(home, "ada");
  }

  private void assertUnusable(Path folder, String... words) {
    assertThatThrownBy(() -> verdict(folder, RawCommit.now().signed()))
        .isInstanceOf(UnusableKeysException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aMissingFolderIsTold() {
    assertUnusable(keys.resolve("nowhere"), "there is no", "nowhere");
  }

  @Test
  void aFolderWithoutKeysIsTold() throws Exception {
    assertUnusable(keys, "names nobody who may sign");
    write(keys, "allowed_signers", "# nobody yet\n");
    assertUnusable(keys, "names nobody who may sign");
    write(keys, "README.md", "Who may sign.");
    write(keys, "revoked_keys", ada.publicKey());
    assertUnusable(keys, "names nobody who may sign");
  }

  @Test
  void aFileInPlaceOfTheFolderIsTold() throws Exception {
    write(keys, "allowed_signers", "a " + ada.publicKey());
    assertUnusable(keys.resolve("allowed_signers"), "cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allowed_signers | ada | allowed_signers:2: expected: principals [options] key",
        "allowed_signers | ada ssh-ed25519 | expected a public key",
        "allowed_signers | ada ssh-ed25519 AAAA | the public key cannot be read",
        "allowed_signers | ada speed=9 ssh-ed25519 AAAA | unknown option speed",
        "allowed_signers | ada valid-before=\"soon\" ssh-ed25519 AAAA | expected a time",
        "allowed_signers | ada valid-after=20261341 ssh-ed25519 AAAA | expected a time",
        "revoked_keys | ssh-ed25519 AAAAC3Nz | revoked_keys:2: the public key cannot be read",
        "revoked_keys | SHA256:abc | expected a public key",
        "accepted_commits | 1234567 | accepted_commits:2: expected the 40 characters",
        "allowed_signer | ada | allowed_signer in",
        "revoked_keys.txt | x | is none of the files that are read",
        "ada.asc | x | holds no OpenPGP key",
        "ada.gpg | x | holds no OpenPGP key"
      })
  void aMistakeIsToldWithItsPlace(String file, String line, String words) throws Exception {
    write(keys, "allowed_signers", "ada " + ada.publicKey());
    write(keys, file, "\n" + line + "\n");
    assertUnusable(keys, words);
  }

  @Test
  void whatAMountedSecretLooksLikeIsRead() throws Exception {
    Path data = Files.createDirectories(keys.resolve("..2026_11_24"));
    write(data, "allowed_signers", "ada " + ada.publicKey());
    Files.createSymbolicLink(keys.resolve("..data"), Path.of("..2026_11_24"));
    Files.createSymbolicLink(keys.resolve("allowed_signers"), Path.of("..data/allowed_signers"));
    RawCommit commit = RawCommit.now();
    assertThat(verdict(keys, commit.signed(ada.sign(commit.payload(), "git"))))
        .isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void aChangeIsSeenAndWhatWasGoodIsLookedAtAgain() throws Exception {
    write(keys, "allowed_signers", "ada " + ada.publicKey());
    CommitVerifier verifier = new CommitVerifier(keys, InstantSource.fixed(RawCommit.NOW));
    RawCommit commit = RawCommit.now();
    byte[] raw = commit.signed(ada.sign(commit.payload(), "git"));
    assertThat(verifier.refresh()).as("nothing changed").isFalse();
    assertThat(verify(verifier, raw)).isInstanceOf(Verdict.Trusted.class);
    assertThat(verifier.isKnownGood(RawCommit.ID)).isTrue();

    write(keys, "revoked_keys", ada.publicKey());
    assertThat(verifier.refresh()).isTrue();
    assertThat(verifier.isKnownGood(RawCommit.ID)).isFalse();
    assertThat(verify(verifier, raw)).isInstanceOf(Verdict.Refused.class);

    Files.delete(keys.resolve("allowed_signers"));
    assertThat(verifier.refresh()).isTrue();
    assertThatThrownBy(verifier::check).isInstanceOf(UnusableKeysException.class);
    assertThat(verifier.generation()).isEqualTo(2);
  }

  private static Verdict verify(CommitVerifier verifier, byte[] raw) throws Exception {
    try (var none =
        new org.eclipse.jgit.internal.storage.dfs.InMemoryRepository(
            new org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription("none"))) {
      return verifier.verify(none, RawCommit.ID, raw);
    }
  }
}
