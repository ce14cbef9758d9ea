package dev.backstay.notify;

import static dev.backstay.notify.Samples.DEPLOY;
import static dev.backstay.notify.Samples.NEW;
import static dev.backstay.notify.Samples.OLD;
import static dev.backstay.notify.Samples.PARTIAL;
import static dev.backstay.notify.Samples.ROLLBACK;
import static dev.backstay.notify.Samples.ROLL_FORWARD;
import static dev.backstay.notify.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.Forge;
import dev.backstay.notify.CommitStatus.State;
import dev.backstay.sync.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown beside a commit, in the words of each service. */
final class StatusWordsTest {
  private static String ended(String outcome, Change change, String... errors) {
    CommitStatus status =
        StatusWords.ended("production", entry(outcome, change, errors)).orElseThrow();
    assertThat(status.environment()).isEqualTo("production");
    assertThat(status.revision()).isEqualTo(NEW);
    return status.state() + " " + status.description();
  }

  @Test
  void tellsWhatBecameOfACommit() {
    assertThat(ended("synced", DEPLOY)).isEqualTo("SUCCESS synced in 1.1 s");
    assertThat(ended("synced", ROLLBACK))
        .isEqualTo(
            "SUCCESS rolled back to 3f2a1c9 in 1.1 s, everything healthy, nothing left behind");
    assertThat(ended("synced", PARTIAL))
        .startsWith("SUCCESS partly rolled back")
        .endsWith(" in 1.1 s, everything healthy, nothing left behind");
    assertThat(ended("synced", ROLL_FORWARD))
        .isEqualTo("SUCCESS rolled forward to 3f2a1c9 in 1.1 s");
    assertThat(ended("degraded", DEPLOY, "BKS-401 deployment.apps/web: 1 of 2"))
        .isEqualTo("FAILURE degraded: BKS-401 deployment.apps/web: 1 of 2");
    assertThat(ended("refused", DEPLOY, "BKS-204 a.yml:1: bad", "BKS-204 a.yml:2: bad"))
        .isEqualTo("FAILURE refused (2 problems): BKS-204 a.yml:1: bad");
    assertThat(ended("failed", DEPLOY, "BKS-501 no answer"))
        .isEqualTo("ERROR failed, tried again: BKS-501 no answer");
    assertThat(ended("refused", DEPLOY)).isEqualTo("FAILURE refused");
  }

  @Test
  void tellsWhatIsBeingDone() {
    assertThat(StatusWords.begun("a", NEW, DEPLOY))
        .isEqualTo(new CommitStatus("a", NEW, State.PENDING, "deploying"));
    assertThat(StatusWords.begun("a", NEW, ROLLBACK))
        .isEqualTo(new CommitStatus("a", NEW, State.PENDING, "rollback to 3f2a1c9"));
    assertThat(StatusWords.begun("a", NEW, PARTIAL).description())
        .isEqualTo("partial rollback of 3f2a1c9");
    assertThat(StatusWords.superseded("a", NEW, OLD))
        .isEqualTo(new CommitStatus("a", NEW, State.SUPERSEDED, "superseded by 3f2a1c9"));
    assertThat(StatusWords.nothingToDo("a", NEW).state()).isEqualTo(State.SUCCESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrected", "unchanged", "superseded", ""})
  void isSilentOfWhatIsNoOutcomeOfACommit(String outcome) {
    assertThat(StatusWords.ended("production", entry(outcome, DEPLOY))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB, PENDING, pending",
    "GITHUB, SUCCESS, success",
    "GITHUB, FAILURE, failure",
    "GITHUB, ERROR, error",
    "GITHUB, SUPERSEDED, error",
    "GITLAB, PENDING, running",
    "GITLAB, SUCCESS, success",
    "GITLAB, FAILURE, failed",
    "GITLAB, ERROR, failed",
    "GITLAB, SUPERSEDED, canceled",
    "GITEA, PENDING, pending",
    "GITEA, SUCCESS, success",
    "GITEA, FAILURE, failure",
    "GITEA, ERROR, error",
    "GITEA, SUPERSEDED, error"
  })
  void usesTheWordsOfEachService(Forge forge, State state, String word) {
    assertThat(ForgeApi.word(forge, state)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdefg, 6, abcde…",
    "'a  b\nc', 9, a b c",
    "😀😀😀😀, 3, 😀😀…",
    "😀😀😀, 3, 😀😀😀"
  })
  void boundsADescriptionByWholeCharacters(String text, int most, String expected) {
    assertThat(ForgeApi.bounded(text, most)).isEqualTo(expected);
  }
}
