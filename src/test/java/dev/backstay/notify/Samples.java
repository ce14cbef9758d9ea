package dev.backstay.notify;

import dev.backstay.config.CommitStatusConfig;
import dev.backstay.config.Forge;
import dev.backstay.notify.CommitStatus.State;
import dev.backstay.sync.Change;
import dev.backstay.sync.Counts;
import dev.backstay.sync.Ending;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.testing.ForgeFake;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that several tests need. */
final class Samples {
  static final String OLD = "3f2a1c9".repeat(6).substring(0, 40);
  static final String NEW = "7c1e0d2".repeat(6).substring(0, 40);
  static final Change DEPLOY = new Change(Change.Kind.DEPLOY, "", "", List.of());
  static final Change ROLLBACK = new Change(Change.Kind.ROLLBACK, NEW, OLD, List.of(NEW));
  static final Change ROLL_FORWARD = new Change(Change.Kind.ROLL_FORWARD, NEW, OLD, List.of(NEW));

  static final Change PARTIAL = new Change(Change.Kind.PARTIAL_ROLLBACK, NEW, "", List.of(OLD));

  private Samples() {}

  static CommitStatus status(String revision, State state) {
    return new CommitStatus("production", revision, state, "words");
  }

  static CommitStatusConfig config(Forge forge, String api, Path token) {
    return new CommitStatusConfig(
        forge,
        api,
        ForgeFake.PROJECT,
        token,
        Optional.of("https://backstay.example.com/?e={environment}"));
  }

  static HistoryEntry entry(String outcome, Change change, String... errors) {
    Instant noon = Instant.parse("2026-05-04T12:00:00Z");
    return new HistoryEntry(
        1,
        change,
        outcome,
        NEW,
        "tree",
        "input",
        "Subject",
        "Ann",
        noon,
        noon,
        noon.plusMillis(500),
        noon.plusMillis(1_100),
        List.of(),
        Map.of("seen", 0.4, "checked", 0.1, "applied", 0.1, "healthy", 0.5, "pruned", 0.0),
        Counts.NONE,
        List.of(),
        List.of(errors),
        Ending.NOTHING_LEFT,
        0);
  }
}
