package dev.backstay.sync;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often something changed of what is shown of an environment. Who shows it compares two
 * counts instead of being told, so that no sync ever waits for them.
 */
final class Changes {
  private final AtomicLong count = new AtomicLong();

  void note() {
    count.incrementAndGet();
  }

  long count() {
    return count.get();
  }
}
