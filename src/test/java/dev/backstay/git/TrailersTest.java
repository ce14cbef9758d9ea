package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a trailer of a commit message, and what does not. */
final class TrailersTest {
  private static List<String> of(String message) {
    return Trailers.of(
        new Commit(new Revision("a".repeat(40)), "Subject", "Ann", Instant.EPOCH, message),
        "Backstay-Allow-Prune");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject\n\nBackstay-Allow-Prune: 12",
        "Subject\n\nBody: of it.\n\nBackstay-Allow-Prune: 12\n",
        "Subject\n\nbackstay-allow-prune:12",
        "Subject\n \nSigned-off-by: Ann <ann@example.com>\nBackstay-Allow-Prune : 12",
        "Subject\n\nReviewed-by: Bob\n and Carol\nBackstay-Allow-Prune: 12\n"
            + "(cherry picked from commit 0123456)",
      })
  void readsTheLastParagraph(String message) {
    assertThat(of(message)).containsExactly("12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Backstay-Allow-Prune: 12",
        "Subject\nBackstay-Allow-Prune: 12",
        "Subject\n\nBackstay-Allow-Prune: 12\n\nMore text.",
        "Subject\n\nThis is how to allow it:\nBackstay-Allow-Prune: 12\nas the docs say.",
        "Subject\n\n> Backstay-Allow-Prune: 12",
        "Subject\n\nAllow-Prune: 12",
      })
  void readsNothingElse(String message) {
    assertThat(of(message)).isEmpty();
  }

  @Test
  void keepsTheOrderAndWhatIsNoNumber() {
    assertThat(of("Subject\n\nBackstay-Allow-Prune: all\nBackstay-Allow-Prune:"))
        .containsExactly("all", "");
  }
}
