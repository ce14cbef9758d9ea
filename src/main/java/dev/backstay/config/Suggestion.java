package dev.backstay.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person most likely meant. */
final class Suggestion {
  private Suggestion() {}

  /** A hint for {@code written}: the word meant, or else all that are known. */
  static String hint(String written, Collection<String> known) {
    return nearest(written, known)
        .map(word -> "did you mean " + word + "?")
        .orElseGet(() -> "known here: " + String.join(", ", known));
  }

  private static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        .filter(word -> Math.abs(written.length() - word.length()) <= mistakes(word))
        .filter(word -> distance(written, word) <= mistakes(word))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** A third of the letters may be wrong: brunch means branch, verify does not mean name. */
  private static int mistakes(String word) {
    return Math.max(1, word.length() / 3);
  }

  /** How many letters were left out, added, changed or swapped with their neighbour. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int changed = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(changed, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
