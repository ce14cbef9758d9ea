package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RollbackRecognizerTest {
  private static final HistoryEntry A = Entries.entry(1, "synced", "a");
  private static final HistoryEntry B = Entries.entry(2, "synced", "b");
  private static final HistoryEntry BACK_TO_A = Entries.entry(3, "synced", "a");

  private static String recognize(List<HistoryEntry> newestFirst, String from, String to) {
    return RollbackRecognizer.recognize(newestFirst, from, to).words();
  }

  @Test
  void aNewTreeIsADeploy() {
    assertThat(recognize(List.of(), "", "a")).isEqualTo("deploy");
    assertThat(recognize(List.of(B, A), "b", "c")).isEqualTo("deploy");
  }

  @Test
  void theSameTreeAgainIsADeploy() {
    assertThat(recognize(List.of(B, A), "b", "b")).isEqualTo("deploy");
  }

  @Test
  void anOlderTreeIsARollbackToItsFirstRevision() {
    assertThat(RollbackRecognizer.recognize(List.of(B, A), "b", "a"))
        .isEqualTo(new Change(Change.Kind.ROLLBACK, "revision of a"));
  }

  @Test
  void awayFromARollbackIsARollForward() {
    assertThat(RollbackRecognizer.recognize(List.of(BACK_TO_A, B, A), "a", "b"))
        .isEqualTo(new Change(Change.Kind.ROLL_FORWARD, "revision of b"));
  }

  @Test
  void aRevertOfTheRevertOfTheRevertIsARollbackAgain() {
    HistoryEntry forward = Entries.entry(4, "synced", "b");
    assertThat(recognize(List.of(forward, BACK_TO_A, B, A), "b", "a")).startsWith("rollback");
  }

  @Test
  void whatWasNeverDeployedCannotBeReturnedTo() {
    assertThat(recognize(List.of(B, Entries.entry(1, "refused", "a")), "b", "a"))
        .isEqualTo("deploy");
    assertThat(recognize(List.of(B, Entries.entry(1, "degraded", "a")), "b", "a"))
        .startsWith("rollback");
  }

  @Test
  void fromATreeThatTheHistoryHasForgottenItIsARollback() {
    assertThat(recognize(List.of(A), "forgotten", "a")).startsWith("rollback");
  }
}
