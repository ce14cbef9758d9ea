package dev.backstay.sync;

import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a sync of an environment was asked for, so that who asked knows when it was. */
public final class Asks {
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong newest = new AtomicLong();
  private volatile long answered;

  Asks() {}

  /** How many there were, and so the number of the last. */
  public long asked() {
    return asked.get();
  }

  /** Up to this number they have been looked at, whatever came of it. */
  public long answered() {
    return answered;
  }

  /** The number of one that comes now. */
  long next() {
    return asked.incrementAndGet();
  }

  /** The poll of one is done: it may be looked at. They do not come in order. */
  void arrived(long number) {
    newest.accumulateAndGet(number, Math::max);
  }

  /** The last one that may be looked at. */
  long newest() {
    return newest.get();
  }

  /** Up to this number they have been looked at now. Called by the environment's thread only. */
  void answered(long number) {
    answered = Math.max(answered, number);
  }
}
