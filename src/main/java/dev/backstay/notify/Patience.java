package dev.backstay.notify;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a status is sent again, and how often it is.
 *
 * @param first wait, doubled each time
 * @param longest of these; a service may ask for more
 * @param mostTries after which a status is given up
 */
record Patience(Duration first, Duration longest, int mostTries) {
  /** An hour of a service that does not answer. */
  static final Patience DEFAULT = new Patience(Duration.ofSeconds(1), Duration.ofMinutes(2), 40);

  /** Limits are by the hour at most; a service that asks for more is asked again then. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private static final int MOST_DOUBLINGS = 20;

  /**
   * Between three quarters and the whole of the time, so that agents do not return together; never
   * less than what the service asks for.
   *
   * @param inRow how many tries failed one after the other, from 1
   */
  Duration after(int inRow, Optional<Duration> asked, RandomGenerator random) {
    Duration doubled = first.multipliedBy(1L << Math.min(inRow - 1, MOST_DOUBLINGS));
    Duration whole = doubled.compareTo(longest) < 0 ? doubled : longest;
    Duration own = whole.minusNanos((long) (whole.toNanos() / 4.0 * random.nextDouble()));
    return asked
        .map(wanted -> wanted.compareTo(LONGEST_ASKED) < 0 ? wanted : LONGEST_ASKED)
        .filter(wanted -> wanted.compareTo(own) > 0)
        .orElse(own);
  }
}
