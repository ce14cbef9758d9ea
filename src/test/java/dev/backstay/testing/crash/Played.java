package dev.backstay.testing.crash;

import java.util.Optional;

/**
 * A scenario that was played to its end.
 *
 * @param fired what the disturbance happened to; empty if it did not happen
 */
record Played(
    Scenario scenario,
    Optional<Disturbance> disturbance,
    Counts counts,
    String fired,
    Ending ending,
    Verdict verdict) {

  /** What should go wrong did not come about. */
  boolean isMissed() {
    return disturbance.isPresent() && fired.isEmpty() && verdict.isFlawless();
  }

  /** It ended as it should, and what should go wrong on the way did. */
  boolean isFlawless() {
    return verdict.isFlawless() && disturbance.isPresent() != fired.isEmpty();
  }
}
