package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private static final SyncOutcome FAILED = new SyncOutcome.Failed(List.of());
  private static final SyncOutcome REFUSED_FOR_NOW = new SyncOutcome.Refused(List.of(), false);

  private final Retry retry = new Retry(new Random(7));

  @Test
  void whatFailedWaitsTwiceAsLongEachTimeUpToTwoMinutes() {
    Duration[] plain = {
      Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8)
    };
    for (Duration expected : plain) {
      assertThat(retry.after(FAILED).orElseThrow())
          .isBetween(part(expected, 0.79), part(expected, 1.21));
    }
    for (int i = 0; i < 60; i++) {
      assertThat(retry.after(FAILED).orElseThrow()).isLessThan(part(Duration.ofMinutes(2), 1.21));
    }
  }

  @Test
  void whatTheClusterRefusedWaitsLonger() {
    assertThat(retry.after(REFUSED_FOR_NOW).orElseThrow())
        .isBetween(Duration.ofSeconds(4), Duration.ofMillis(6050));
  }

  @Test
  void aResetBeginsAnew() {
    retry.after(FAILED);
    retry.after(FAILED);
    retry.reset();
    assertThat(retry.after(FAILED).orElseThrow()).isLessThan(Duration.ofMillis(1210));
  }

  @Test
  void whatOnlyAnotherCommitCanMendIsNotTriedAgain() {
    assertThat(retry.after(new SyncOutcome.Refused(List.of(), true))).isEmpty();
    assertThat(retry.after(new SyncOutcome.Synced())).isEmpty();
    assertThat(retry.after(new SyncOutcome.Superseded())).isEmpty();
    assertThat(retry.after(new SyncOutcome.Degraded(List.of()))).isPresent();
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofMillis((long) (whole.toMillis() * share));
  }
}
