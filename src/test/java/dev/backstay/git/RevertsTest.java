package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevertsTest {
  private static final String ID = "7c1e0d2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  private static Commit saying(String message) {
    Revision revision = new Revision("f".repeat(40));
    return new Commit(revision, "Subject", "Ann", Instant.EPOCH, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Revert \"x\"\n\nThis reverts commit " + ID + ".",
        "Revert \"x\"\n\nThis reverts commit " + ID + ", reversing\nchanges made to 1234567.",
        "x\n\nThis reverts commit " + ID + "\n\nSigned-off-by: Ann",
      })
  void findsWhatGitRevertWrites(String message) {
    assertThat(Reverts.claimedBy(saying(message))).containsExactly(ID);
  }

  @Test
  void findsSeveralAndShortenedOnes() {
    String message = "Revert two\n\nThis reverts commit 7c1e0d2.\nThis reverts commit " + ID + ".";
    assertThat(Reverts.claimedBy(saying(message))).containsExactly("7c1e0d2", ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Revert \"x\"",
        "This reverts commit abc.",
        "This reverts commit HEAD~1.",
        "We said: This reverts commit " + ID + ".",
        "This reverts commit " + ID + "ff.",
      })
  void takesNothingElseForOne(String message) {
    assertThat(Reverts.claimedBy(saying(message))).isEmpty();
  }
}
