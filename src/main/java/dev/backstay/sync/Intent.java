package dev.backstay.sync;

import dev.backstay.git.Commit;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Written before the first write of a sync and cleared by its outcome. One that is found open means
 * that a sync died half-way: nothing is known of what it reached.
 *
 * @param rollouts at which rollout its Deployments stood before, by uid; only for a rollback or a
 *     roll forward
 * @param seen when its commit was first seen
 * @param at when its first write was about to be made
 */
public record Intent(
    String revision,
    String tree,
    String inputId,
    String subject,
    String author,
    Instant committed,
    Change change,
    Map<String, Long> rollouts,
    Instant seen,
    Instant at) {
  public Intent {
    rollouts = Map.copyOf(rollouts);
  }

  static Intent of(PassRecord record, Instant now) {
    Commit commit = record.commit();
    return new Intent(
        commit.revision().id(),
        record.target().tree().orElse(""),
        record.inputId(),
        commit.subject(),
        commit.author(),
        commit.committed(),
        record.change(),
        record.rollouts(),
        record.seen(),
        now);
  }

  /** The same, where an earlier try of it may have begun the rollouts already. */
  Intent goingOnFrom(Optional<Intent> earlier) {
    Map<String, Long> first = new HashMap<>(rollouts);
    earlier.filter(e -> e.inputId.equals(inputId)).ifPresent(e -> first.putAll(e.rollouts));
    return new Intent(revision, tree, inputId, subject, author, committed, change, first, seen, at);
  }

  /** What is remembered of it when another sync takes over before it came to an end. */
  HistoryEntry left(int number, Instant now) {
    return new HistoryEntry(
        number,
        change,
        HistoryEntry.SUPERSEDED,
        revision,
        tree,
        inputId,
        subject,
        author,
        committed,
        seen,
        at,
        now,
        List.of(Commits.shortId(revision) + " " + subject),
        Map.of(),
        Counts.NONE,
        List.of(),
        List.of(),
        Ending.NOTHING_LEFT,
        0);
  }
}
