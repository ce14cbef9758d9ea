package dev.backstay.http.webhook;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * How many webhooks an address may send. Each has limits of its own, so a flood from one locks out
 * no other; and what is not proven counts much more than what is, so nobody can try secrets. Of so
 * many addresses the one that has been quiet for longest is forgotten.
 */
public final class SourceLimits {
  private static final int MOST_SOURCES = 4096;
  private static final int MOST_AT_ONCE = 120;
  private static final Duration FOR_ONE = Duration.ofMillis(500);
  private static final int MOST_UNPROVEN = 10;
  private static final Duration FOR_ONE_UNPROVEN = Duration.ofSeconds(6);

  private final LongSupplier nanos;
  private final LinkedHashMap<String, Source> sources = new LinkedHashMap<>(16, 0.75f, true);

  private record Source(TokenBucket all, TokenBucket unproven) {}

  /** Whether a request is looked at. */
  public sealed interface Admission {
    record Admitted() implements Admission {}

    /**
     * It is not.
     *
     * @param retryAfter when it would be
     */
    record Limited(Duration retryAfter) implements Admission {}
  }

  /**
   * Begins with nobody known.
   *
   * @param nanos a clock that only goes on, such as {@link System#nanoTime}
   */
  public SourceLimits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Counts a request as one that proves nothing, until it is {@link #proven}. */
  public synchronized Admission admit(String source) {
    long now = nanos.getAsLong();
    Source limits = sources.computeIfAbsent(source, _ -> fresh(now));
    if (sources.size() > MOST_SOURCES) {
      sources.pollFirstEntry();
    }
    if (!limits.unproven().take(now)) {
      return new Admission.Limited(limits.unproven().untilNext(now));
    }
    if (!limits.all().take(now)) {
      limits.unproven().giveBack();
      return new Admission.Limited(limits.all().untilNext(now));
    }
    return new Admission.Admitted();
  }

  /** An admitted request was genuine. */
  public synchronized void proven(String source) {
    Source limits = sources.get(source);
    if (limits != null) {
      limits.unproven().giveBack();
    }
  }

  private static Source fresh(long now) {
    return new Source(
        new TokenBucket(MOST_AT_ONCE, FOR_ONE, now),
        new TokenBucket(MOST_UNPROVEN, FOR_ONE_UNPROVEN, now));
  }

  synchronized int size() {
    return sources.size();
  }
}
