package dev.backstay.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What lies in the middle of several measurements. */
final class Median {
  private Median() {}

  static <T> Duration of(List<T> rounds, Function<T, Duration> what) {
    List<Duration> sorted = rounds.stream().map(what).sorted().toList();
    Duration lower = sorted.get((sorted.size() - 1) / 2);
    return lower.plus(sorted.get(sorted.size() / 2)).dividedBy(2);
  }
}
