package dev.backstay.sync;

import static dev.backstay.sync.Samples.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private static final SyncOutcome FAILED = new SyncOutcome.Failed(List.of(PROBLEM));
  private static final SyncOutcome DEGRADED = new SyncOutcome.Degraded(List.of(PROBLEM));
  private static final SyncOutcome REFUSED = new SyncOutcome.Refused(List.of(PROBLEM), false);
  private static final SyncOutcome REFUSED_FOR_GOOD =
      new SyncOutcome.Refused(List.of(PROBLEM), true);

  /** Half way between the bounds of the jitter: none. */
  private static final class Even implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public double nextDouble() {
      return 0.5;
    }
  }

  private final Retry retry = new Retry(new Even());

  private List<Long> seconds(SyncOutcome outcome, int times) {
    return Stream.generate(() -> retry.after(outcome).orElseThrow().toSeconds())
        .limit(times)
        .toList();
  }

  @Test
  void waitsTwiceAsLongAfterEachFailureUpToTwoMinutes() {
    assertThat(seconds(FAILED, 10))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L, 120L);
  }

  @Test
  void waitsLongerForWhoeverRunsTheCluster() {
    assertThat(seconds(REFUSED, 8)).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
  }

  @Test
  void looksAgainAtWhatIsDegraded() {
    assertThat(seconds(DEGRADED, 3)).containsExactly(5L, 10L, 20L);
  }

  @Test
  void neverOverflowsHoweverLongItFails() {
    assertThat(seconds(REFUSED, 200)).endsWith(300L).allMatch(s -> s >= 5 && s <= 300);
  }

  @Test
  void doesNotTryAgainWhatOnlyAnotherCommitCanMend() {
    assertThat(retry.after(REFUSED_FOR_GOOD)).isEmpty();
    assertThat(retry.after(new SyncOutcome.Synced())).isEmpty();
    assertThat(retry.after(new SyncOutcome.Superseded())).isEmpty();
  }

  @Test
  void beginsAnewWhenReset() {
    seconds(FAILED, 5);
    retry.reset();
    assertThat(seconds(FAILED, 2)).containsExactly(1L, 2L);
  }

  @Test
  void spreadsTheTriesOfManyByAFifthToEitherSide() {
    Retry spread = new Retry(new Random(7));
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 0; i < 2_000; i++) {
      spread.reset();
      Duration wait = spread.after(FAILED).orElseThrow();
      shortest = Math.min(shortest, wait.toMillis());
      longest = Math.max(longest, wait.toMillis());
    }
    assertThat(shortest).isBetween(800L, 820L);
    assertThat(longest).isBetween(1_180L, 1_200L);
  }
}
