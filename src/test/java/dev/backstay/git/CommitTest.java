package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a commit. */
class CommitTest {
  @TempDir Path folder;
  private TestRepository git;
  private Opened opened;

  @BeforeEach
  void create() throws Exception {
    git = TestRepository.create(folder);
    opened = Opened.at(folder.resolve("data"), git.url());
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void boundsAndCleansWhatAuthorsWrote() throws Exception {
    String trailer = "Backstay-Allow-Prune: 12";
    git.commit(
        "Sub\u001b[31mject "
            + "x".repeat(300)
            + "\n\nHas\u202e marks\n"
            + "y".repeat(9_000)
            + "\n\n"
            + trailer);
    git.push();

    Commit commit = opened.repository().commit(opened.poll());

    assertThat(commit.subject()).startsWith("Sub[31mject x").hasSize(201).endsWith("…");
    assertThat(commit.message())
        .hasSizeLessThanOrEqualTo(8 * 1024 + 2)
        .contains("Has marks")
        .endsWith("\n" + trailer);
  }

  @Test
  void takesNoPartOfALineForATrailer() throws Exception {
    String line = "x".repeat(10_000) + "Backstay-Allow-Prune: 12";
    git.commit("Subject\n\n" + line);
    git.push();

    assertThat(opened.repository().commit(opened.poll()).message())
        .doesNotContain("Backstay-Allow-Prune");
  }

  @Test
  void aRevisionIsAWholeCommitId() {
    Revision revision = new Revision("0123456789abcdef0123456789abcdef01234567");

    assertThat(revision.shortId()).isEqualTo("0123456");
    assertThat(revision).hasToString("0123456");
    assertThatThrownBy(() -> new Revision("main")).hasMessage("not a commit id: main");
  }
}
