package dev.backstay.testing.crash;

/**
 * What an agent asked in one scenario, and was told by watches. Leases and discovery are not
 * counted.
 */
record Counts(int writes, int reads, int watches, int events) {
  /** How many there are of what a disturbance can happen to. */
  int of(Disturbance disturbance) {
    return switch (disturbance) {
      case Disturbance.CutBeforeWrite _, Disturbance.CutAfterWrite _ -> writes;
      case Disturbance.StaleRead _ -> reads;
      case Disturbance.OldWatch _ -> watches;
      case Disturbance.DroppedEvent _, Disturbance.DoubledEvent _ -> events;
    };
  }

  /** The less of each. */
  static Counts least(Counts one, Counts other) {
    return new Counts(
        Math.min(one.writes, other.writes),
        Math.min(one.reads, other.reads),
        Math.min(one.watches, other.watches),
        Math.min(one.events, other.events));
  }

  /** The more of each. */
  static Counts most(Counts one, Counts other) {
    return new Counts(
        Math.max(one.writes, other.writes),
        Math.max(one.reads, other.reads),
        Math.max(one.watches, other.watches),
        Math.max(one.events, other.events));
  }
}
