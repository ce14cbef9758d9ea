package dev.backstay.sync;

import static dev.backstay.sync.Samples.about;
import static dev.backstay.sync.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.sync.Change.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BlameTest {
  private History history = History.EMPTY;

  private BlameTest then(Kind kind, String tree) {
    return then(kind, tree, "synced");
  }

  private BlameTest then(Kind kind, String tree, String outcome) {
    add(new Change(kind, "", "", List.of()), outcome, tree);
    return this;
  }

  private void add(Change change, String outcome, String tree) {
    history = history.with(about(change, entry(history.nextNumber(), outcome, tree)));
  }

  /** {@code 2<4}: entry 2 was taken back by entry 4. */
  private Stream<String> failed() {
    return history.entries().reversed().stream()
        .filter(HistoryEntry::isFailed)
        .map(entry -> entry.number() + "<" + entry.rolledBackBy());
  }

  @Test
  void aRollbackDeclaresTheFirstDeploymentAfterTheOneItReturnsToAMistake() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2").then(Kind.DEPLOY, "v3");
    then(Kind.ROLLBACK, "v1");
    assertThat(failed()).containsExactly("2<4");
  }

  @Test
  void whatIsDeployedAgainAndTakenBackAgainIsAnotherMistake() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2").then(Kind.ROLLBACK, "v1");
    then(Kind.ROLL_FORWARD, "v2").then(Kind.ROLLBACK, "v1");
    assertThat(failed()).containsExactly("2<3", "4<5");
  }

  @Test
  void aRevisionIsDeclaredSoOnce() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2").then(Kind.DEPLOY, "v3");
    then(Kind.ROLLBACK, "v2");
    assertThat(failed()).containsExactly("3<4");
    then(Kind.ROLLBACK, "v1");
    assertThat(failed()).containsExactly("2<5", "3<4");
    HistoryEntry again = history.entries().getFirst();
    history = history.with(again);
    assertThat(failed()).as("tried again").containsExactly("2<5", "3<4");
  }

  @Test
  void whatWasTakenBackBeforeItsEndIsAMistakeToo() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2", "superseded").then(Kind.ROLLBACK, "v1");
    assertThat(failed()).containsExactly("2<3");
  }

  @Test
  void whatNeverGotIntoTheClusterCannotHaveHurt() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2", "refused").then(Kind.DEPLOY, "v3");
    then(Kind.ROLLBACK, "v1");
    assertThat(failed()).containsExactly("3<4");
  }

  @Test
  void correctionsAndEarlierRollbacksAreNoDeployments() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2").then(Kind.DEPLOY, "v3");
    then(Kind.ROLLBACK, "v2").then(Kind.DRIFT_CORRECTION, "v2", "corrected");
    then(Kind.ROLLBACK, "v1");
    assertThat(failed()).containsExactly("2<6", "3<4");
  }

  @Test
  void aRollbackThatDidNotGetThereSaysNothing() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2").then(Kind.ROLLBACK, "v1", "failed");
    assertThat(failed()).isEmpty();
    then(Kind.ROLLBACK, "v1", "degraded");
    assertThat(failed()).containsExactly("2<4");
  }

  @Test
  void aPartialRollbackDeclaresWhatItTakesBack() {
    then(Kind.DEPLOY, "v1").then(Kind.DEPLOY, "v2").then(Kind.DEPLOY, "v3");
    add(new Change(Kind.PARTIAL_ROLLBACK, "", "", List.of("revision2")), "synced", "v3 without v2");
    assertThat(failed()).containsExactly("2<4");
  }

  @Test
  void whatWasBeforeTheHistoryIsNotGuessed() {
    then(Kind.DEPLOY, "v2").then(Kind.ROLLBACK, "v1");
    assertThat(failed()).isEmpty();
  }
}
