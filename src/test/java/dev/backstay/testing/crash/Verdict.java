package dev.backstay.testing.crash;

import java.util.List;

/**
 * What a disturbed run has done otherwise than the undisturbed one.
 *
 * @param differences of the cluster, and deletes that should not have been
 * @param lost entries of the history that are not there
 * @param repeated entries of the history that are there too often
 */
record Verdict(List<String> differences, List<String> lost, List<String> repeated) {
  static final Verdict FLAWLESS = new Verdict(List.of(), List.of(), List.of());

  Verdict {
    differences = List.copyOf(differences);
    lost = List.copyOf(lost);
    repeated = List.copyOf(repeated);
  }

  boolean isConverged() {
    return differences.isEmpty();
  }

  boolean isFlawless() {
    return isConverged() && lost.isEmpty() && repeated.isEmpty();
  }
}
