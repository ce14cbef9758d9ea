package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When what failed is tried again. */
final class AttemptsTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  private static final Duration LONG = Duration.ofHours(1);
  private static final List<Problem> PROBLEMS =
      List.of(Problem.general(ProblemCode.CLUSTER_UNREACHABLE, "no answer", ""));

  private final ManualClock clock = new ManualClock(NOON);
  private final Attempts attempts = new Attempts(clock);

  private void fails(SyncOutcome outcome) {
    attempts.begin();
    clock.advance(Duration.ofMillis(10));
    attempts.ended("input", outcome);
  }

  @Test
  void whatFailedNeedNotWaitAnyLongerWhenSomebodyAsks() {
    fails(new SyncOutcome.Failed(PROBLEMS));
    assertThat(attempts.untilRetry(LONG))
        .isBetween(Duration.ofMillis(700), Duration.ofMillis(1200));
    clock.advance(Duration.ofMillis(100));
    attempts.endWaits(clock.instant());
    assertThat(attempts.untilRetry(LONG)).isZero();
  }

  @Test
  void theWaitsBeginAnewWhenSomebodyAsks() {
    for (int i = 0; i < 8; i++) {
      fails(new SyncOutcome.Failed(PROBLEMS));
    }
    assertThat(attempts.untilRetry(LONG)).isGreaterThan(Duration.ofMinutes(1));
    attempts.endWaits(clock.instant());
    fails(new SyncOutcome.Failed(PROBLEMS));
    assertThat(attempts.untilRetry(LONG)).isLessThan(Duration.ofSeconds(2));
  }

  /** A webhook brings a commit, which fails: that was its try, and it gets no second one. */
  @Test
  void whatWasTriedSinceSomebodyAskedGoesOnWaiting() {
    Instant asked = clock.instant();
    clock.advance(Duration.ofMillis(50));
    fails(new SyncOutcome.Failed(PROBLEMS));
    attempts.endWaits(asked);
    assertThat(attempts.untilRetry(LONG)).isGreaterThan(Duration.ofMillis(700));
  }

  @Test
  void whatIsFinalStaysSo() {
    fails(new SyncOutcome.Refused(PROBLEMS, true));
    clock.advance(Duration.ofMillis(50));
    attempts.endWaits(clock.instant());
    assertThat(attempts.untilRetry(LONG)).isEqualTo(LONG);
    assertThat(attempts.retryAt()).isEmpty();
  }
}
