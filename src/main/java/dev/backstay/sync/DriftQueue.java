package dev.backstay.sync;

import dev.backstay.manifest.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The objects that are to be looked at, each now or when its time has come. */
final class DriftQueue {
  private final Clock clock;
  private final Retry retry = new Retry(RandomGenerator.getDefault());
  private final Set<ObjectKey> pending = new HashSet<>();
  private final Map<ObjectKey, Instant> notBefore = new HashMap<>();

  DriftQueue(Clock clock) {
    this.clock = clock;
  }

  void add(Collection<ObjectKey> keys) {
    pending.addAll(keys);
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  Set<ObjectKey> all() {
    return Set.copyOf(pending);
  }

  boolean isDue(ObjectKey key) {
    Instant now = clock.instant();
    return !notBefore.getOrDefault(key, now).isAfter(now);
  }

  /** It is not looked at again until something else happens to it. */
  void looked(ObjectKey key) {
    pending.remove(key);
  }

  /** It is as it should be, or not ours. */
  void remove(ObjectKey key) {
    pending.remove(key);
    notBefore.remove(key);
  }

  void putOff(ObjectKey key, Instant until) {
    notBefore.put(key, until);
  }

  /** They could not be looked at, or not be put right; each time in a row they wait longer. */
  void failed(Set<ObjectKey> keys) {
    Duration wait = retry.after(new SyncOutcome.Failed(List.of())).orElseThrow();
    Instant at = clock.instant().plus(wait);
    keys.forEach(key -> notBefore.put(key, at));
  }

  /** Nothing failed: the next failure is the first in its row. */
  void succeeded() {
    retry.reset();
  }

  /** Nobody waits any longer. */
  void hurry() {
    notBefore.clear();
  }

  void clear() {
    pending.clear();
    notBefore.clear();
  }

  /** For how long there is nothing to look at, if nothing happens. */
  Duration untilNext(Duration atMost) {
    Instant now = clock.instant();
    Duration next = atMost;
    for (ObjectKey key : pending) {
      Duration left = Duration.between(now, notBefore.getOrDefault(key, now));
      next = left.compareTo(next) < 0 ? left : next;
    }
    return next.isNegative() ? Duration.ZERO : next;
  }
}
