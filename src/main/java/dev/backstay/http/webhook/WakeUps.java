package dev.backstay.http.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Wakes the poller, but not for each of many webhooks: two at once, then one a second, and all that
 * come meanwhile share the next one. None is lost.
 */
public final class WakeUps {
  private static final int MOST_AT_ONCE = 2;
  private static final Duration FOR_ONE = Duration.ofSeconds(1);

  private final Consumer<Instant> wake;
  private final LongSupplier nanos;
  private final Later later;
  private final TokenBucket bucket;
  private boolean isWaiting;

  /** Does something after a time. */
  interface Later {
    void run(Duration in, Runnable what);
  }

  WakeUps(Consumer<Instant> wake, LongSupplier nanos, Later later) {
    this.wake = wake;
    this.nanos = nanos;
    this.later = later;
    this.bucket = new TokenBucket(MOST_AT_ONCE, FOR_ONE, nanos.getAsLong());
  }

  /**
   * Begins with nobody waiting.
   *
   * @param wake gets the time at which somebody first asked
   */
  public static WakeUps of(Consumer<Instant> wake) {
    return new WakeUps(
        wake,
        System::nanoTime,
        (in, what) ->
            CompletableFuture.delayedExecutor(in.toNanos(), TimeUnit.NANOSECONDS).execute(what));
  }

  /**
   * Somebody asks.
   *
   * @return whether he is the first one, and does not share
   */
  synchronized boolean ask(Instant at) {
    if (isWaiting) {
      return false;
    }
    long now = nanos.getAsLong();
    if (bucket.take(now)) {
      wake.accept(at);
    } else {
      isWaiting = true;
      later.run(bucket.untilNext(now), () -> wakeAfterWaiting(at));
    }
    return true;
  }

  private synchronized void wakeAfterWaiting(Instant at) {
    isWaiting = false;
    bucket.take(nanos.getAsLong());
    wake.accept(at);
  }
}
