package dev.backstay.notify;

import static dev.backstay.notify.Samples.DEPLOY;
import static dev.backstay.notify.Samples.NEW;
import static dev.backstay.notify.Samples.OLD;
import static dev.backstay.notify.Samples.ROLLBACK;
import static dev.backstay.notify.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.notify.CommitStatus.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is news for those who look at commits. */
final class CommitStatusesTest {
  private final List<CommitStatus> told = new ArrayList<>();
  private final CommitStatuses statuses = new CommitStatuses(told::add);

  private List<State> states() {
    return told.stream().map(CommitStatus::state).toList();
  }

  @Test
  void tellsTheBeginningAndTheEnd() {
    statuses.onBegin("production", NEW, ROLLBACK);
    statuses.onSync("production", entry("synced", ROLLBACK));
    assertThat(states()).containsExactly(State.PENDING, State.SUCCESS);
  }

  @Test
  void tellsATryThatEndsAsTheOneBeforeOnce() {
    for (int i = 0; i < 3; i++) {
      statuses.onBegin("production", NEW, DEPLOY);
      statuses.onSync("production", entry("failed", DEPLOY, "no answer"));
    }
    assertThat(states()).containsExactly(State.PENDING, State.ERROR);
    statuses.onSync("production", entry("failed", DEPLOY, "another reason"));
    statuses.onSync("production", entry("synced", DEPLOY));
    assertThat(states()).containsExactly(State.PENDING, State.ERROR, State.ERROR, State.SUCCESS);
  }

  @Test
  void doesNotUseUpWhatAServiceTakesOfACommit() {
    for (int i = 0; i < 2_000; i++) {
      statuses.onSync("production", entry("degraded", DEPLOY, "reason " + i));
    }
    assertThat(told).hasSize(20);
    statuses.onSync("production", entry("synced", DEPLOY));
    assertThat(told.getLast().state()).isEqualTo(State.SUCCESS);
  }

  @Test
  void tellsAgainOfACommitThatComesBack() {
    statuses.onBegin("production", NEW, DEPLOY);
    statuses.onSuperseded("production", NEW, OLD);
    statuses.onBegin("production", NEW, DEPLOY);
    assertThat(states()).containsExactly(State.PENDING, State.SUPERSEDED, State.PENDING);
  }

  @Test
  void keepsEnvironmentsApart() {
    statuses.onBegin("staging", NEW, DEPLOY);
    statuses.onBegin("production", NEW, DEPLOY);
    assertThat(told).extracting(CommitStatus::environment).containsExactly("staging", "production");
  }

  @Test
  void p7TellsTheLastOutcomeAgainAfterARestart() {
    statuses.onTakenUp(
        "production", List.of(entry("corrected", DEPLOY), entry("synced", ROLLBACK)));
    assertThat(states()).containsExactly(State.SUCCESS);
    statuses.onTakenUp("production", List.of(entry("synced", ROLLBACK)));
    statuses.onTakenUp("staging", List.of());
    assertThat(told).hasSize(1);
  }

  @Test
  void tellsOfACommitThatBringsNothing() {
    statuses.onNothingToDo("production", NEW);
    statuses.onNothingToDo("production", NEW);
    assertThat(states()).containsExactly(State.SUCCESS);
  }

  @Test
  void doesNotRememberForEver() {
    for (int i = 0; i < 2_000; i++) {
      statuses.onNothingToDo("production", "%040x".formatted(i));
    }
    told.clear();
    statuses.onNothingToDo("production", "%040x".formatted(1_999));
    assertThat(told).isEmpty();
    statuses.onNothingToDo("production", "%040x".formatted(0));
    assertThat(told).hasSize(1);
  }
}
