package dev.backstay.sync;

import dev.backstay.manifest.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Notices that somebody writes the same fields again and again: then correcting them is a fight
 * that nobody wins, and it is done ever more rarely.
 */
final class Fights {
  private static final int MOST_CORRECTIONS = 5;
  private static final Duration WITHIN = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<ObjectKey, Fight> fights = new HashMap<>();

  /** The corrections of one object. */
  private static final class Fight {
    private final Deque<Instant> corrections = new ArrayDeque<>();
    private Drift last;
    private Duration pause = WITHIN;
    private Instant pausedUntil = Instant.MIN;

    Fight(Drift first) {
      this.last = first;
    }
  }

  Fights(Clock clock) {
    this.clock = clock;
  }

  /** It was corrected once more. */
  void corrected(ObjectKey object, Drift drift) {
    Instant now = clock.instant();
    forgetOld(now);
    Fight fight = fights.computeIfAbsent(object, _ -> new Fight(drift));
    if (!fight.last.fields().equals(drift.fields())) {
      fight.corrections.clear();
    }
    fight.last = drift;
    fight.corrections.addLast(now);
    while (fight.corrections.getFirst().isBefore(now.minus(WITHIN))) {
      fight.corrections.removeFirst();
    }
    boolean afterPause = fight.pausedUntil.isAfter(Instant.MIN);
    if (fight.corrections.size() >= MOST_CORRECTIONS || afterPause) {
      fight.pausedUntil = now.plus(fight.pause);
      Duration doubled = fight.pause.multipliedBy(2);
      fight.pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }

  /** Who was left alone for so long fights no more. */
  private void forgetOld(Instant now) {
    fights
        .values()
        .removeIf(
            fight ->
                fight.corrections.isEmpty()
                    || fight.corrections.getLast().isBefore(now.minus(LONGEST_PAUSE.plus(WITHIN))));
  }

  /** Until when an object is left alone; empty if it may be corrected. */
  Optional<Instant> pausedUntil(ObjectKey object) {
    return Optional.ofNullable(fights.get(object))
        .map(fight -> fight.pausedUntil)
        .filter(until -> until.isAfter(clock.instant()));
  }

  /** What was corrected last, of an object that is fought over. */
  Optional<Drift> over(ObjectKey object) {
    return Optional.ofNullable(fights.get(object)).map(fight -> fight.last);
  }
}
