package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static dev.backstay.sync.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RollbackRecognizerTest {
  private final List<HistoryEntry> history = new ArrayList<>();

  /** Goes to a tree, as a sync would, and says what that was. */
  private Change to(String tree) {
    return to(tree, "synced");
  }

  private Change to(String tree, String outcome) {
    String from =
        history.stream()
            .filter(HistoryEntry::wasDeployed)
            .findFirst()
            .map(HistoryEntry::tree)
            .orElse("");
    Change change = RollbackRecognizer.recognize(history, from, tree);
    history.addFirst(entry(history.size() + 1, outcome, tree));
    return change;
  }

  @Test
  void aTreeThatWasNeverThereIsADeploy() {
    assertThat(to("a")).isEqualTo(Change.DEPLOY);
    assertThat(to("b")).isEqualTo(Change.DEPLOY);
  }

  @Test
  void theSameTreeAgainIsADeploy() {
    to("a");
    assertThat(to("a")).isEqualTo(Change.DEPLOY);
  }

  @Test
  void anOlderTreeIsARollbackToItsFirstRevision() {
    to("a");
    to("a");
    to("b");
    assertThat(to("a")).isEqualTo(new Change(Change.Kind.ROLLBACK, "revision1"));
  }

  @Test
  void revertsOfRevertsGoForwardAndBackByTurns() {
    to("a");
    to("b");
    assertThat(to("a").kind()).isEqualTo(Change.Kind.ROLLBACK);
    assertThat(to("b")).isEqualTo(new Change(Change.Kind.ROLL_FORWARD, "revision2"));
    assertThat(to("a")).isEqualTo(new Change(Change.Kind.ROLLBACK, "revision1"));
    assertThat(to("b").kind()).isEqualTo(Change.Kind.ROLL_FORWARD);
  }

  @Test
  void goesForwardOnlyAsFarAsTheTreeThatWasLeft() {
    to("a");
    to("b");
    to("c");
    to("a");
    assertThat(to("b")).isEqualTo(new Change(Change.Kind.ROLL_FORWARD, "revision2"));
    assertThat(to("c")).isEqualTo(new Change(Change.Kind.ROLL_FORWARD, "revision3"));
    assertThat(to("b")).isEqualTo(new Change(Change.Kind.ROLLBACK, "revision2"));
  }

  @Test
  void aNewTreeAfterARollbackIsADeploy() {
    to("a");
    to("b");
    to("a");
    assertThat(to("c")).isEqualTo(Change.DEPLOY);
  }

  @Test
  void aTreeThatFellOutOfTheHistoryIsADeploy() {
    to("a");
    to("b");
    history.removeLast();
    assertThat(to("a")).isEqualTo(Change.DEPLOY);
  }

  @Test
  void isARollbackAlsoFromATreeThatFellOutOfTheHistory() {
    to("a");
    assertThat(RollbackRecognizer.recognize(history, "forgotten", "a").kind())
        .isEqualTo(Change.Kind.ROLLBACK);
  }

  @Test
  void whatNeverGotIntoTheClusterDoesNotCount() {
    to("a");
    to("b", "failed");
    to("c", "refused");
    assertThat(to("b")).isEqualTo(Change.DEPLOY);
    assertThat(to("c")).isEqualTo(Change.DEPLOY);
  }

  @Test
  void whatWasDeployedButUnhealthyCounts() {
    to("a");
    to("b", "degraded");
    assertThat(to("a").kind()).isEqualTo(Change.Kind.ROLLBACK);
  }

  @Test
  void isToldInTheWordsOfTheField() {
    String revision = "3f2a1c9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    assertThat(Change.DEPLOY.words()).isEqualTo("deploy");
    assertThat(new Change(Change.Kind.ROLLBACK, revision).words()).isEqualTo("rollback to 3f2a1c9");
    assertThat(new Change(Change.Kind.ROLL_FORWARD, "b1").words()).isEqualTo("roll forward to b1");
  }

  @Test
  void goingBackFromWhatNeverGotToItsEndIsARollbackToWhatStandsDeployed() {
    to("a");
    Deployed deployed =
        new Deployed(
            "revision1", "head", "a", "input of a", "S", "Ann", NOON, NOON, Optional.empty());
    assertThat(takesBack(deployed, begun("revision2"), "input of a"))
        .contains(new Change(Change.Kind.ROLLBACK, "revision1"));
    assertThat(takesBack(deployed, begun("revision2"), "input of b")).isEmpty();
    assertThat(takesBack(deployed, begun("revision1"), "input of a")).isEmpty();
    assertThat(takesBack(deployed, Optional.empty(), "input of a")).isEmpty();
    history.clear();
    assertThat(takesBack(deployed, begun("revision2"), "input of a"))
        .as("where the history is lost")
        .contains(new Change(Change.Kind.ROLLBACK, "revision1"));
  }

  private Optional<Change> takesBack(Deployed deployed, Optional<Intent> begun, String inputId) {
    return RollbackRecognizer.takesBack(history, deployed, begun, inputId);
  }

  private static Optional<Intent> begun(String revision) {
    return Optional.of(new Intent(revision, "input of " + revision, NOON));
  }
}
