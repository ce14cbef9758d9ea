package dev.backstay.testing.crash;

/**
 * What an agent asked in one scenario, and was told by watches. Leases and discovery are not
 * counted.
 */
record Counts(int writes, int reads, int watches, int events) {
  /** What is sure to be asked and told: the less of each. */
  static Counts atLeast(Counts one, Counts other) {
    return new Counts(
        Math.min(one.writes, other.writes),
        Math.min(one.reads, other.reads),
        Math.min(one.watches, other.watches),
        Math.min(one.events, other.events));
  }
}
