package dev.backstay.http.webhook;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * Remembers genuine deliveries for a while, so that one that is sent again does nothing. What is
 * forgotten too early costs one poll when it comes again.
 */
final class Repeats {
  /** Longer than a signed time is accepted. */
  private static final long WINDOW = Duration.ofMinutes(11).toNanos();

  private static final int MOST = 1000;

  private final LongSupplier nanos;

  /** By mark when it came, the oldest first. */
  private final LinkedHashMap<String, Long> seen = new LinkedHashMap<>();

  Repeats(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether it was there before; from now on it was. */
  synchronized boolean isRepeated(String mark) {
    long now = nanos.getAsLong();
    forgetOlder(now);
    if (mark.isEmpty()) {
      return false;
    }
    boolean isRepeated = seen.putIfAbsent(mark, now) != null;
    if (seen.size() > MOST) {
      seen.pollFirstEntry();
    }
    return isRepeated;
  }

  private void forgetOlder(long now) {
    Iterator<Long> times = seen.values().iterator();
    while (times.hasNext() && now - times.next() > WINDOW) {
      times.remove();
    }
  }

  synchronized int size() {
    return seen.size();
  }
}
