package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.trust.CommitVerifier;
import dev.backstay.testing.git.SshKey;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commits are asked for a signature, made by the real git. */
class UntrustedTest {
  @TempDir Path folder;
  private TestRepository git;
  private CommitVerifier verifier;

  @BeforeEach
  void create() throws Exception {
    git = TestRepository.create(folder.resolve("git"));
    SshKey ada = SshKey.make(folder, "ada");
    git.git("config", "gpg.format", "ssh");
    git.git("config", "user.signingKey", ada.file().toString());
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Files.writeString(keys.resolve("allowed_signers"), "ada " + ada.publicKey());
    verifier = new CommitVerifier(keys, InstantSource.system());
  }

  private String commit(String message, boolean signed) {
    git.git("config", "commit.gpgSign", Boolean.toString(signed));
    return git.commit(message);
  }

  /** The subjects of what is refused. */
  private List<String> untrusted(String head, String deployed) throws Exception {
    git.push();
    try (Opened opened = Opened.at(folder.resolve("data"), git.url())) {
      opened.poll();
      Optional<Revision> since = Optional.of(deployed).filter(d -> !d.isEmpty()).map(Revision::new);
      return opened.repository().untrusted(verifier, new Revision(head), since).stream()
          .map(one -> one.commit().subject())
          .toList();
    }
  }

  @Test
  void atTheFirstSyncTheHeadAloneIsAsked() throws Exception {
    String old = commit("old", false);
    String head = commit("head", true);
    assertThat(untrusted(head, "")).isEmpty();
    assertThat(untrusted(old, "")).containsExactly("old");
  }

  @Test
  void everyCommitSinceTheDeployedOneIsAsked() throws Exception {
    String deployed = commit("deployed", false);
    commit("first", true);
    String between = commit("between", false);
    String head = commit("head", true);
    assertThat(untrusted(head, deployed)).containsExactly("between");
    assertThat(untrusted(head, between)).isEmpty();
    assertThat(untrusted(between, deployed)).containsExactly("between");
  }

  @Test
  void theDeployedCommitItselfIsNotAskedAgain() throws Exception {
    String deployed = commit("deployed", false);
    assertThat(untrusted(deployed, deployed)).isEmpty();
  }

  @Test
  void whatAMergeBringsIsAskedWhicheverParentItCameBy() throws Exception {
    String deployed = commit("deployed", true);
    git.branch("side");
    commit("on the side", false);
    commit("on the side, signed", true);
    git.checkout("main");
    commit("on main", true);
    String merge = git.merge("side");
    assertThat(untrusted(merge, deployed)).containsExactly("on the side");
  }

  @Test
  void aMergeThatIsNotSignedIsRefusedThoughItsParentsAre() throws Exception {
    String deployed = commit("deployed", true);
    git.branch("side");
    commit("on the side", true);
    git.checkout("main");
    commit("on main", true);
    git.git("config", "commit.gpgSign", "false");
    String merge = git.merge("side");
    assertThat(untrusted(merge, deployed)).containsExactly("Merge side");
  }

  @Test
  void anOlderHeadThanTheDeployedOneIsAskedToo() throws Exception {
    String older = commit("older", false);
    String deployed = commit("deployed", true);
    assertThat(untrusted(older, deployed)).containsExactly("older");
  }

  @Test
  void manyAreRefusedByTheFirstTen() throws Exception {
    String deployed = commit("deployed", true);
    for (int i = 0; i < 15; i++) {
      commit("unsigned " + i, false);
    }
    assertThat(untrusted(git.head(), deployed)).hasSize(10).startsWith("unsigned 14");
  }

  @Test
  void whoAndWhichKeyIsTold() throws Exception {
    SshKey eve = SshKey.make(folder, "eve");
    git.git("config", "user.signingKey", eve.file().toString());
    String head = commit("head", true);
    git.push();
    try (Opened opened = Opened.at(folder.resolve("data"), git.url())) {
      opened.poll();
      assertThat(opened.repository().untrusted(verifier, new Revision(head), Optional.empty()))
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.commit().author()).isEqualTo("Ada Author");
                assertThat(one.why()).isEqualTo("the key is not among the allowed signers");
                assertThat(one.fingerprint()).isEqualTo(eve.fingerprint());
              });
    }
  }
}
