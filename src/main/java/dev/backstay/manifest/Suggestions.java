package dev.backstay.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what was meant by a word that is not known: for "did you mean replicas?". */
public final class Suggestions {
  private Suggestions() {}

  /** The known word that is nearest; empty if none is near enough to be a slip. */
  public static Optional<String> closest(String unknown, Collection<String> known) {
    record Candidate(String word, int distance) {}
    int allowed = Math.max(1, unknown.length() / 3);
    return known.stream()
        .map(word -> new Candidate(word, distance(unknown, word)))
        .filter(candidate -> candidate.distance() <= allowed)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
        .map(Candidate::word);
  }

  /** Letters to add, drop, change or swap; words that differ in case only are nearest of all. */
  private static int distance(String from, String to) {
    if (from.equalsIgnoreCase(to)) {
      return 0;
    }
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(last[j], current[j - 1]) + 1, last[j - 1] + change);
        if (isSwap(from, i, to, j)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = current;
      current = free;
    }
    return last[to.length()];
  }

  private static boolean isSwap(String from, int i, String to, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }
}
