package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static dev.backstay.sync.Samples.about;
import static dev.backstay.sync.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.sync.Change.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RollbackRecognizerTest {
  private History history = History.EMPTY;

  /** Goes to a tree, as a sync would, and says what that was. */
  private Change to(String tree) {
    return to(tree, "synced");
  }

  private Change to(String tree, String outcome) {
    Change change = meaningOf(tree);
    add(tree, outcome, change);
    return change;
  }

  private void add(String tree, String outcome, Change change) {
    history = history.with(about(change, entry(history.nextNumber(), outcome, tree)));
  }

  private Change meaningOf(String tree) {
    return history
        .lastDeployed()
        .map(last -> RollbackRecognizer.recognize(history, deployed(last), tree))
        .orElse(Change.NONE);
  }

  private static Deployed deployed(HistoryEntry last) {
    return new Deployed(
        last.revision(),
        "head",
        last.tree(),
        last.inputId(),
        "S",
        "Ann",
        NOON,
        NOON,
        Optional.empty());
  }

  private static Change change(Kind kind, String from, String to) {
    return new Change(kind, from, to, List.of());
  }

  @Test
  void aTreeThatWasNeverThereIsADeploy() {
    assertThat(to("a")).isEqualTo(Change.NONE);
    assertThat(to("b")).isEqualTo(Change.deploy("revision1"));
  }

  @Test
  void theSameTreeAgainIsADeploy() {
    to("a");
    assertThat(to("a")).isEqualTo(Change.deploy("revision1"));
  }

  @Test
  void anOlderTreeIsARollbackToItsFirstRevision() {
    to("a");
    to("a");
    to("b");
    assertThat(to("a")).isEqualTo(change(Kind.ROLLBACK, "revision3", "revision1"));
  }

  @Test
  void revertsOfRevertsGoForwardAndBackByTurns() {
    to("a");
    to("b");
    assertThat(to("a").kind()).isEqualTo(Kind.ROLLBACK);
    assertThat(to("b")).isEqualTo(change(Kind.ROLL_FORWARD, "revision3", "revision2"));
    assertThat(to("a")).isEqualTo(change(Kind.ROLLBACK, "revision4", "revision1"));
    assertThat(to("b").kind()).isEqualTo(Kind.ROLL_FORWARD);
  }

  @Test
  void goesForwardOnlyAsFarAsTheTreeThatWasLeft() {
    to("a");
    to("b");
    to("c");
    to("a");
    assertThat(to("b")).isEqualTo(change(Kind.ROLL_FORWARD, "revision4", "revision2"));
    assertThat(to("c")).isEqualTo(change(Kind.ROLL_FORWARD, "revision5", "revision3"));
    assertThat(to("b")).isEqualTo(change(Kind.ROLLBACK, "revision6", "revision2"));
  }

  @Test
  void aNewTreeAfterARollbackIsADeploy() {
    to("a");
    to("b");
    to("a");
    assertThat(to("c").kind()).isEqualTo(Kind.DEPLOY);
  }

  @Test
  void isKnownAsLongAsItsDeploymentIsRemembered() {
    to("a");
    for (int i = 0; i < 300; i++) {
      to("other " + i);
    }
    assertThat(history.entries()).hasSize(100).noneMatch(e -> e.tree().equals("a"));
    assertThat(to("a")).isEqualTo(change(Kind.ROLLBACK, "revision301", "revision1"));
  }

  @Test
  void aTreeThatIsForgottenIsADeploy() {
    to("a");
    for (int i = 0; i < 1_100; i++) {
      to("other " + i);
    }
    assertThat(to("a").kind()).isEqualTo(Kind.DEPLOY);
  }

  @Test
  void isARollbackAlsoFromATreeThatIsForgotten() {
    to("a");
    Deployed forgotten = deployed(entry(9, "synced", "forgotten"));
    assertThat(RollbackRecognizer.recognize(history, forgotten, "a").kind())
        .isEqualTo(Kind.ROLLBACK);
  }

  @Test
  void whatNeverGotIntoTheClusterDoesNotCount() {
    to("a");
    to("b", "failed");
    to("c", "refused");
    assertThat(to("b").kind()).isEqualTo(Kind.DEPLOY);
    assertThat(to("c").kind()).isEqualTo(Kind.DEPLOY);
  }

  @Test
  void whatWasDeployedButUnhealthyCounts() {
    to("a");
    to("b", "degraded");
    assertThat(to("a").kind()).isEqualTo(Kind.ROLLBACK);
  }

  @Test
  void correctionsOfDriftAreNoDeployments() {
    to("a");
    to("b");
    add("b", "corrected", change(Kind.DRIFT_CORRECTION, "revision2", "revision2"));
    assertThat(to("a")).isEqualTo(change(Kind.ROLLBACK, "revision2", "revision1"));
  }

  @Test
  void awayFromAPartialRollbackIsForward() {
    to("a");
    to("b");
    add("b without a part", "synced", change(Kind.PARTIAL_ROLLBACK, "revision2", ""));
    assertThat(to("b")).isEqualTo(change(Kind.ROLL_FORWARD, "revision3", "revision2"));
  }

  @Test
  void whatARollbackTookBackHalfWayIsForwardWhenItComesAgain() {
    to("a");
    add("b", "superseded", Change.deploy("revision1"));
    add("a", "synced", change(Kind.ROLLBACK, "revision2", "revision1"));
    assertThat(to("b")).isEqualTo(change(Kind.ROLL_FORWARD, "revision3", "revision2"));
  }

  @Test
  void isToldInTheWordsOfTheField() {
    String revision = "3f2a1c9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    assertThat(Change.NONE.words()).isEqualTo("deploy");
    assertThat(change(Kind.ROLLBACK, "x", revision).words()).isEqualTo("rollback to 3f2a1c9");
    assertThat(change(Kind.ROLL_FORWARD, "x", "b1").words()).isEqualTo("roll forward to b1");
    assertThat(new Change(Kind.PARTIAL_ROLLBACK, "x", "", List.of(revision)).words())
        .isEqualTo("partial rollback of 3f2a1c9");
    assertThat(new Change(Kind.PARTIAL_ROLLBACK, "x", "", List.of("a", "b", "c")).words())
        .isEqualTo("partial rollback of a and 2 more");
  }

  @Test
  void goingBackFromWhatNeverGotToItsEndIsARollbackToWhatStandsDeployed() {
    to("a");
    Deployed deployed = deployed(history.entries().getFirst());
    Change rollback = change(Kind.ROLLBACK, "revision2", "revision1");
    assertThat(takesBack(deployed, begun("revision2"), "input of a")).contains(rollback);
    assertThat(takesBack(deployed, begun("revision2"), "input of b")).isEmpty();
    assertThat(takesBack(deployed, begun("revision1"), "input of a")).isEmpty();
    assertThat(takesBack(deployed, Optional.empty(), "input of a")).isEmpty();
    history = History.EMPTY;
    assertThat(takesBack(deployed, begun("revision2"), "input of a"))
        .as("where the history is lost")
        .contains(rollback);
  }

  private Optional<Change> takesBack(Deployed deployed, Optional<Intent> begun, String inputId) {
    return RollbackRecognizer.takesBack(history, deployed, begun, inputId);
  }

  private static Optional<Intent> begun(String revision) {
    return Optional.of(
        new Intent(revision, "t", "i", "Subject", "Ann", NOON, Change.NONE, Map.of(), NOON, NOON));
  }
}
