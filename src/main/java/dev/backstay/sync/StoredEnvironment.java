package dev.backstay.sync;

import dev.backstay.cluster.Parent;
import dev.backstay.sync.EnvironmentStatus.SyncSummary;
import dev.backstay.sync.EnvironmentStatus.Watching;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An environment as its parent in the cluster tells it, whether its agent runs or not: what the
 * agent wrote down last. Of the branch, of live objects and of their health it knows nothing.
 */
public record StoredEnvironment(String name, String namespace, String cluster, Parent parent) {
  /** The first thing that stands in the way of synced, in one line; empty if nothing does. */
  public String error() {
    return parent.annotations().getOrDefault(Parent.ERROR, "");
  }

  public History history() {
    return History.read(
        parent.data().getOrDefault(Ledger.HISTORY, "[]"),
        parent.data().getOrDefault(Ledger.OLDER, ""));
  }

  /** What is known of it; the rest is empty. */
  public EnvironmentStatus status() {
    Ledger.Stored stored = Ledger.readState(parent.data().getOrDefault(Ledger.STATE, "{}"));
    Optional<HistoryEntry> last = history().lastSync();
    Optional<Intent> begun =
        stored
            .intent()
            .filter(i -> last.map(HistoryEntry::finished).filter(i.at()::isBefore).isEmpty());
    return new EnvironmentStatus(
        name,
        namespace,
        "",
        cluster,
        Optional.empty(),
        begun.isPresent() ? State.APPLYING : restingState(),
        begun.map(Intent::at).or(() -> last.map(HistoryEntry::finished)).orElse(Instant.EPOCH),
        true,
        stored.deployed(),
        Optional.empty(),
        0,
        parent.bytes(),
        begun
            .map(StoredEnvironment::summary)
            .or(() -> last.map(StoredEnvironment::summary))
            .orElse(SyncSummary.NONE),
        List.of(),
        List.of(),
        Optional.empty(),
        suspended(),
        history(),
        DriftLog.fromJson(parent.data().getOrDefault(Ledger.DRIFT, "[]")).entries(),
        Optional.empty(),
        Watching.NOTHING);
  }

  private Optional<Suspended> suspended() {
    Instant now = Instant.now();
    return Suspension.fromJson(parent.data().getOrDefault(Suspension.DATA, ""), now)
        .filter(suspension -> !suspension.isOver(now))
        .map(suspension -> new Suspended(suspension, Counts.NONE));
  }

  private static SyncSummary summary(Intent intent) {
    return new SyncSummary(
        intent.revision(),
        intent.subject(),
        intent.author(),
        intent.change(),
        Map.of(),
        Counts.NONE,
        Ending.NOTHING_LEFT);
  }

  private static SyncSummary summary(HistoryEntry entry) {
    return new SyncSummary(
        entry.revision(),
        entry.subject(),
        entry.author(),
        entry.change(),
        entry.phases(),
        entry.counts(),
        entry.ending());
  }

  /** As the last sync ended; one that never ended has not got beyond its start. */
  private State restingState() {
    String word = parent.annotations().getOrDefault(Parent.STATE, "");
    try {
      return State.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException _) {
      return State.STARTING;
    }
  }
}
