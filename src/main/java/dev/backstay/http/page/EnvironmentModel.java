package dev.backstay.http.page;

import dev.backstay.sync.Drift;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One environment with all that happened to it. The same for everybody who looks.
 *
 * @param before the environment whose changes come here next
 */
public record EnvironmentModel(Card card, Optional<String> before, PhaseBar phases) {
  private static final int MOST_ENTRIES = 20;
  private static final int MOST_DRIFT = 10;

  static EnvironmentModel of(EnvironmentStatus status, List<EnvironmentStatus> all, Instant now) {
    Optional<String> before = Optional.empty();
    for (EnvironmentStatus each : all) {
      if (each.name().equals(status.name())) {
        break;
      }
      before = Optional.of(each.name());
    }
    return new EnvironmentModel(new Card(status, now), before, PhaseBar.of(status.sync().phases()));
  }

  public EnvironmentStatus status() {
    return card.status();
  }

  public Timeline timeline() {
    return Timeline.of(status().history().entries());
  }

  public List<Entry> history() {
    return status().history().entries().stream().limit(MOST_ENTRIES).map(this::entry).toList();
  }

  private Entry entry(HistoryEntry entry) {
    return new Entry(status().name(), entry);
  }

  /** How many entries are not in the table. */
  public int olderEntries() {
    return Math.max(0, status().history().entries().size() - MOST_ENTRIES);
  }

  public List<Drift> drift() {
    return status().drift().stream().limit(MOST_DRIFT).toList();
  }

  public List<ObjectGroup> groups() {
    return ObjectGroup.of(status().objects());
  }
}
