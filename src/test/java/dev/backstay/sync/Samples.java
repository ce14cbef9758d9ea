package dev.backstay.sync;

import dev.backstay.git.Commit;
import dev.backstay.git.Revision;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values for tests of this room. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  static final Problem PROBLEM = Problem.general(ProblemCode.CLUSTER_FAILED, "it failed", "");

  private Samples() {}

  static HistoryEntry entry(int number, String outcome, String tree) {
    return entry(number, outcome, tree, "input of " + tree, List.of());
  }

  static HistoryEntry entry(
      int number, String outcome, String tree, String inputId, List<String> errors) {
    return new HistoryEntry(
        number,
        Change.NONE,
        outcome,
        "revision" + number,
        tree,
        inputId,
        "Subject " + number,
        "Ann",
        NOON.minusSeconds(60),
        NOON,
        NOON,
        NOON.plusSeconds(2),
        List.of("abc1234 Subject " + number),
        Map.of("applied", 0.5),
        new Counts(2, 1, 0, 1, 0),
        List.of("configmap/a created"),
        errors,
        Ending.NOTHING_LEFT,
        0);
  }

  static HistoryEntry withoutObjects(HistoryEntry e) {
    return with(e.change(), List.of(), e);
  }

  static HistoryEntry about(Change change, HistoryEntry e) {
    return with(change, e.objects(), e);
  }

  private static HistoryEntry with(Change change, List<String> objects, HistoryEntry e) {
    return new HistoryEntry(
        e.number(),
        change,
        e.outcome(),
        e.revision(),
        e.tree(),
        e.inputId(),
        e.subject(),
        e.author(),
        e.committed(),
        e.seen(),
        e.started(),
        e.finished(),
        e.commits(),
        e.phases(),
        e.counts(),
        objects,
        e.errors(),
        e.ending(),
        e.rolledBackBy());
  }

  static Target target(String head, String tree) {
    return new Target(head, Optional.of(tree), NOON);
  }

  static Commit commit(char digit, String subject) {
    Revision revision = new Revision(String.valueOf(digit).repeat(40));
    return new Commit(revision, subject, "Ann", NOON.minusSeconds(60), subject);
  }

  static Manifest manifest(String group, String kind, String namespace, String name, String json) {
    String version = group.isEmpty() ? "v1" : group + "/v1";
    return new Manifest(
        new ObjectKey(group, kind, namespace, name),
        version,
        json,
        "digest of " + name,
        new Source("production/all.yaml", 1),
        Map.of());
  }
}
