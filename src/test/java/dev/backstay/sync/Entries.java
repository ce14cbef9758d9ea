package dev.backstay.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** History entries that differ in what a test is about. */
final class Entries {
  private Entries() {}

  static HistoryEntry entry(int number, String outcome, String tree) {
    return entry(number, outcome, tree, List.of());
  }

  static HistoryEntry entry(int number, String outcome, String tree, List<String> errors) {
    return new HistoryEntry(
        number,
        Change.DEPLOY,
        outcome,
        "revision of " + tree,
        tree,
        "input of " + tree,
        "subject",
        "Ada Lovelace",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of(),
        Map.of("checked", 0.5),
        Counts.NONE,
        List.of(),
        errors);
  }
}
