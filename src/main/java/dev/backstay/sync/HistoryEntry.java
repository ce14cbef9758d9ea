package dev.backstay.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One sync of an environment, or corrections of drift between two syncs, as it is remembered.
 *
 * @param number counts the environment's entries, from 1
 * @param outcome the word of its {@link SyncOutcome}; {@code corrected} for drift
 * @param author who wrote the commit; for drift, the field managers that wrote
 * @param seen when the commit was first seen
 * @param commits the commits it brought that touch the folder, newest first: short id and subject
 * @param phases seconds by phase, in their order
 * @param objects what became of each object that was not unchanged: {@code name word}
 * @param errors one line each, bounded
 * @param ending how its state stands in the cluster
 * @param rolledBackBy the number of the rollback that took it back, 0 if none did
 */
public record HistoryEntry(
    int number,
    Change change,
    String outcome,
    String revision,
    String tree,
    String inputId,
    String subject,
    String author,
    Instant committed,
    Instant seen,
    Instant started,
    Instant finished,
    List<String> commits,
    Map<String, Double> phases,
    Counts counts,
    List<String> objects,
    List<String> errors,
    Ending ending,
    int rolledBackBy) {
  /** The outcome of entries that are about drift. */
  static final String CORRECTED = "corrected";

  /** The outcome of what a newer commit took over from when some of it was live already. */
  static final String SUPERSEDED = "superseded";

  public HistoryEntry {
    commits = List.copyOf(commits);
    // Map.copyOf would lose the order in which they came
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    objects = List.copyOf(objects);
    errors = List.copyOf(errors);
  }

  /**
   * A part of a sync.
   *
   * @param name as in {@link #phases}
   */
  public record Phase(String name, Instant from, Instant to) {}

  /** Whether the folder's state got into the cluster. */
  public boolean wasDeployed() {
    return outcome.equals("synced") || outcome.equals("degraded");
  }

  /** Whether it was cut short by a newer commit. */
  public boolean wasLeft() {
    return outcome.equals(SUPERSEDED);
  }

  /** Whether it is about a commit. */
  public boolean isSync() {
    return change.kind() != Change.Kind.DRIFT_CORRECTION;
  }

  /** Whether the cluster is proven to hold what the folder says, all of it healthy, no more. */
  public boolean isComplete() {
    return outcome.equals("synced") && ending.leftovers().isEmpty();
  }

  /** Whether a later rollback says that it was a mistake. */
  public boolean isFailed() {
    return rolledBackBy > 0;
  }

  /** From the first sight of the commit until its end, in seconds. */
  public double seconds() {
    return Math.max(0, java.time.Duration.between(seen, finished).toMillis()) / 1000.0;
  }

  /** Start and end of each phase of its last try: one begins when the one before ends. */
  public List<Phase> timeline() {
    List<Phase> timeline = new ArrayList<>();
    Instant from = started.minusMillis(Math.round(phases.getOrDefault("seen", 0.0) * 1000));
    for (Map.Entry<String, Double> phase : phases.entrySet()) {
      Instant to = from.plusMillis(Math.round(phase.getValue() * 1000));
      timeline.add(new Phase(phase.getKey(), from, to));
      from = to;
    }
    return timeline;
  }

  Deployment deployment() {
    return new Deployment(tree, revision, finished);
  }

  HistoryEntry rolledBackBy(int rollback) {
    return new HistoryEntry(
        number, change, outcome, revision, tree, inputId, subject, author, committed, seen, started,
        finished, commits, phases, counts, objects, errors, ending, rollback);
  }

  /** Whether another try of the same thing came to the same end: not worth a write. */
  boolean isAsGoodAs(HistoryEntry other) {
    return outcome.equals(other.outcome)
        && inputId.equals(other.inputId)
        && revision.equals(other.revision)
        && errors.equals(other.errors)
        && other.objects.isEmpty();
  }
}
