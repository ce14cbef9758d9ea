package dev.backstay.sync;

import static dev.backstay.sync.Samples.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.ApiFailure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SyncOutcomeTest {
  private static final List<SyncOutcome> ALL =
      List.of(
          new SyncOutcome.Synced(),
          new SyncOutcome.Degraded(List.of(PROBLEM)),
          new SyncOutcome.Failed(List.of(PROBLEM)),
          new SyncOutcome.Refused(List.of(PROBLEM), true),
          new SyncOutcome.Superseded());

  private static SyncOutcome after(ApiFailure.Kind... kinds) {
    List<ApiFailure> failures =
        Stream.of(kinds).map(kind -> new ApiFailure(kind, PROBLEM)).toList();
    return Stopped.by(failures).outcome();
  }

  @Test
  void hasOneWordForEachEnd() {
    assertThat(ALL)
        .extracting(SyncOutcome::word)
        .containsExactly("synced", "degraded", "failed", "refused", "superseded");
  }

  @Test
  void givesReasonsUnlessItWentWell() {
    assertThat(ALL).extracting(outcome -> outcome.reasons().size()).containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void isFinalWhenOneProblemIsTheAuthors() {
    assertThat(after(ApiFailure.Kind.PASSING, ApiFailure.Kind.CLUSTER, ApiFailure.Kind.CONTENT))
        .isEqualTo(new SyncOutcome.Refused(List.of(PROBLEM, PROBLEM, PROBLEM), true));
  }

  @Test
  void isRefusedButNotForGoodWhenTheClusterIsInTheWay() {
    assertThat(after(ApiFailure.Kind.PASSING, ApiFailure.Kind.CLUSTER))
        .isEqualTo(new SyncOutcome.Refused(List.of(PROBLEM, PROBLEM), false));
  }

  @Test
  void failsForWhatMayPass() {
    assertThat(after(ApiFailure.Kind.PASSING)).isEqualTo(new SyncOutcome.Failed(List.of(PROBLEM)));
  }
}
