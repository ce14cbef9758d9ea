package dev.backstay.sync;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When an outcome is tried again: doubling, with jitter, never in a hot loop. */
final class Retry {
  private static final Duration FAILED_FIRST = Duration.ofSeconds(1);
  private static final Duration FAILED_LONGEST = Duration.ofMinutes(2);
  private static final Duration REFUSED_FIRST = Duration.ofSeconds(5);
  private static final Duration REFUSED_LONGEST = Duration.ofMinutes(5);
  private static final double JITTER = 0.2;

  private final RandomGenerator random;
  private int inRow;

  Retry(RandomGenerator random) {
    this.random = random;
  }

  /** A new input, or somebody who asks: waiting begins anew. */
  void reset() {
    inRow = 0;
  }

  /** How long to wait after an outcome; empty if it is not tried again by itself. */
  Optional<Duration> after(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Failed _ -> Optional.of(next(FAILED_FIRST, FAILED_LONGEST));
      case SyncOutcome.Refused(var _, boolean isFinal) ->
          isFinal ? Optional.empty() : Optional.of(next(REFUSED_FIRST, REFUSED_LONGEST));
      case SyncOutcome.Degraded _ -> Optional.of(next(REFUSED_FIRST, REFUSED_LONGEST));
      case SyncOutcome.Synced _, SyncOutcome.Superseded _ -> Optional.empty();
    };
  }

  private Duration next(Duration first, Duration longest) {
    Duration plain = first.multipliedBy(1L << Math.min(inRow, 20));
    inRow++;
    Duration bounded = plain.compareTo(longest) > 0 ? longest : plain;
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis((long) (bounded.toMillis() * factor));
  }
}
