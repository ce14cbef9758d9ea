package dev.backstay.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Says which deployment a rollback declares a mistake: the first one after the one it returns to,
 * since whatever came later stood on it. Each revision is declared so once.
 */
final class Blame {
  private Blame() {}

  /**
   * Marks what the newest entry took back, if that is a rollback.
   *
   * @param entries newest first
   */
  static List<HistoryEntry> marked(List<HistoryEntry> entries) {
    HistoryEntry rollback = entries.getFirst();
    OptionalInt mistake = mistake(entries);
    if (mistake.isEmpty()) {
      return entries;
    }
    List<HistoryEntry> marked = new ArrayList<>(entries);
    marked.set(mistake.getAsInt(), entries.get(mistake.getAsInt()).rolledBackBy(rollback.number()));
    return marked;
  }

  private static OptionalInt mistake(List<HistoryEntry> entries) {
    HistoryEntry rollback = entries.getFirst();
    if (!rollback.wasDeployed() || !rollback.change().isRollback()) {
      return OptionalInt.empty();
    }
    int found =
        rollback.change().kind() == Change.Kind.ROLLBACK
            ? afterReturn(entries)
            : oldestReverted(entries);
    boolean isMarked =
        found < 0
            || entries.stream()
                .anyMatch(e -> e.isFailed() && e.revision().equals(entries.get(found).revision()));
    return isMarked ? OptionalInt.empty() : OptionalInt.of(found);
  }

  private static int afterReturn(List<HistoryEntry> entries) {
    String tree = entries.getFirst().tree();
    int candidate = -1;
    for (int i = 1; i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      if (entry.wasDeployed() && entry.tree().equals(tree)) {
        return candidate;
      }
      candidate = isDeployment(entry) ? i : candidate;
    }
    // what it returns to fell out of the history: it cannot be told what came after it
    return -1;
  }

  private static int oldestReverted(List<HistoryEntry> entries) {
    List<String> reverts = entries.getFirst().change().reverts();
    for (int i = entries.size() - 1; i > 0; i--) {
      HistoryEntry entry = entries.get(i);
      if (isDeployment(entry) && reverts.stream().anyMatch(id -> brought(entry, id))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean brought(HistoryEntry entry, String revision) {
    return entry.revision().equals(revision)
        || entry.commits().stream().anyMatch(c -> c.startsWith(Commits.shortId(revision) + " "));
  }

  /** What brought something new, if only a part of it. */
  private static boolean isDeployment(HistoryEntry entry) {
    return entry.isSync()
        && !entry.change().isRollback()
        && (entry.wasDeployed() || entry.wasLeft());
  }
}
