package dev.backstay.http.webhook;

import java.time.Duration;

/** So much at once, and so much again after a time. Belongs to one thread, or one lock. */
final class TokenBucket {
  private final int most;
  private final long nanosForOne;
  private double tokens;
  private long lastLook;

  TokenBucket(int most, Duration forOne, long now) {
    this.most = most;
    this.nanosForOne = forOne.toNanos();
    this.tokens = most;
    this.lastLook = now;
  }

  boolean take(long now) {
    fill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  void giveBack() {
    tokens = Math.min(most, tokens + 1);
  }

  /** How long until there is one. */
  Duration untilNext(long now) {
    fill(now);
    return tokens >= 1
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((1 - tokens) * nanosForOne));
  }

  private void fill(long now) {
    double grown = (double) Math.max(0, now - lastLook) / nanosForOne;
    tokens = Math.min(most, tokens + grown);
    lastLook = now;
  }
}
