package dev.backstay.sync;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One sync of an environment, as it is remembered.
 *
 * @param number counts the environment's syncs, from 1
 * @param outcome the word of its {@link SyncOutcome}
 * @param commits the commits it brought that touch the folder, newest first: short id and subject
 * @param phases seconds by phase
 * @param objects what became of each object that was not unchanged: {@code name word}
 * @param errors one line each, bounded
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
    Instant started,
    Instant finished,
    List<String> commits,
    Map<String, Double> phases,
    Counts counts,
    List<String> objects,
    List<String> errors) {
  public HistoryEntry {
    commits = List.copyOf(commits);
    // Map.copyOf would lose the order in which they came
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    objects = List.copyOf(objects);
    errors = List.copyOf(errors);
  }

  /** Whether the folder's state got into the cluster. */
  public boolean wasDeployed() {
    return outcome.equals("synced") || outcome.equals("degraded");
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
