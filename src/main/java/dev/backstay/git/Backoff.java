package dev.backstay.git;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after a failure: from the first time doubling to the longest, with jitter. */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.next = first;
  }

  /** Between three quarters and the whole of the time, so that agents do not return together. */
  Duration next() {
    Duration whole = next;
    Duration doubled = whole.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return whole.minusNanos((long) (whole.toNanos() / 4.0 * random.nextDouble()));
  }

  void reset() {
    next = first;
  }
}
