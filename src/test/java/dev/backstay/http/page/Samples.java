package dev.backstay.http.page;

import dev.backstay.git.PollStatus;
import dev.backstay.git.Revision;
import dev.backstay.health.Health;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.sync.Change;
import dev.backstay.sync.Counts;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.Drift;
import dev.backstay.sync.Ending;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.History;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.State;
import dev.backstay.sync.Suspended;
import dev.backstay.sync.lag.Lag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Environments as the agent tells them, to be shown. Each method gives another one. */
record Samples(
    String name,
    State state,
    Optional<Deployed> deployed,
    List<ObjectStatus> objects,
    List<Problem> problems,
    List<HistoryEntry> history,
    List<Drift> drift,
    Optional<Suspended> suspended,
    Optional<Lag> lag,
    boolean reachable) {
  static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
  static final String OLD = "3f2a1c9000000000000000000000000000000000";
  static final String NEW = "9ab3f10000000000000000000000000000000000";
  static final PollStatus POLL =
      new PollStatus(
          Optional.of(new Revision(NEW)),
          Optional.of(NOW.minusSeconds(4)),
          Optional.empty(),
          0,
          Optional.of(NOW.minusSeconds(4)));

  /** Nothing is known of it yet. */
  static Samples fresh(String name) {
    return new Samples(
        name,
        State.STARTING,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  static Samples synced(String name) {
    return fresh(name)
        .in(State.SYNCED)
        .running("frontend 1.1.0", "Ada Lovelace")
        .with(List.of(object("Deployment", "apps", "backend", Health.healthy())));
  }

  Samples in(State next) {
    return new Samples(
        name, next, deployed, objects, problems, history, drift, suspended, lag, reachable);
  }

  Samples running(String subject, String author) {
    Deployed running =
        new Deployed(
            NEW,
            NEW,
            "tree",
            "input",
            subject,
            author,
            NOW.minusSeconds(600),
            NOW.minusSeconds(300),
            Optional.empty());
    return new Samples(
        name,
        state,
        Optional.of(running),
        objects,
        problems,
        history,
        drift,
        suspended,
        lag,
        reachable);
  }

  Samples with(List<ObjectStatus> all) {
    return new Samples(
        name, state, deployed, all, problems, history, drift, suspended, lag, reachable);
  }

  Samples troubled(Problem... all) {
    return new Samples(
        name, state, deployed, objects, List.of(all), history, drift, suspended, lag, reachable);
  }

  Samples after(List<HistoryEntry> entries) {
    return new Samples(
        name, state, deployed, objects, problems, entries, drift, suspended, lag, reachable);
  }

  Samples drifted(Drift... all) {
    return new Samples(
        name, state, deployed, objects, problems, history, List.of(all), suspended, lag, reachable);
  }

  Samples suspended(Suspended by) {
    return new Samples(
        name, state, deployed, objects, problems, history, drift, Optional.of(by), lag, reachable);
  }

  Samples lagging(Lag behind) {
    return new Samples(
        name,
        state,
        deployed,
        objects,
        problems,
        history,
        drift,
        suspended,
        Optional.of(behind),
        reachable);
  }

  Samples unreachable() {
    return new Samples(
        name, state, deployed, objects, problems, history, drift, suspended, lag, false);
  }

  EnvironmentStatus status() {
    return new EnvironmentStatus(
        name,
        "outsrc-" + name,
        name,
        "in-cluster",
        Optional.empty(),
        state,
        NOW.minusSeconds(60),
        reachable,
        deployed,
        deployed.map(Deployed::head),
        0,
        4096,
        deployed
            .map(
                d ->
                    new EnvironmentStatus.SyncSummary(
                        d.revision(),
                        d.subject(),
                        d.author(),
                        new Change(Change.Kind.ROLLBACK, OLD, OLD, List.of()),
                        phases(),
                        Counts.NONE,
                        Ending.NOTHING_LEFT))
            .orElse(
                new EnvironmentStatus.SyncSummary(
                    "",
                    "",
                    "",
                    new Change(Change.Kind.DEPLOY, "", "", List.of()),
                    Map.of(),
                    Counts.NONE,
                    Ending.NOTHING_LEFT)),
        objects,
        problems,
        Optional.empty(),
        suspended,
        new History(history, List.of()),
        drift,
        lag,
        new EnvironmentStatus.Watching(new TreeMap<>(), 0));
  }

  static Map<String, Double> phases() {
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("seen", 0.4);
    phases.put("checked", 0.1);
    phases.put("applied", 0.1);
    phases.put("healthy", 1.3);
    phases.put("pruned", 0.0);
    return phases;
  }

  static ObjectStatus object(String kind, String group, String name, Health health) {
    return new ObjectStatus(
        new ObjectKey(group, kind, "outsrc-production", name),
        "unchanged",
        "production/outsrc.yml:58",
        health);
  }

  static HistoryEntry entry(int number, Change.Kind kind, String outcome) {
    return entry(number, kind, outcome, "frontend 1." + number, "Ada Lovelace");
  }

  static HistoryEntry entry(
      int number, Change.Kind kind, String outcome, String subject, String author) {
    Instant end = NOW.minusSeconds(3600L - 60L * number);
    return new HistoryEntry(
        number,
        new Change(kind, OLD, kind == Change.Kind.DEPLOY ? "" : OLD, List.of()),
        outcome,
        NEW,
        "tree",
        "input",
        subject,
        author,
        end.minusSeconds(10),
        end.minusSeconds(2),
        end.minusSeconds(1),
        end,
        List.of("9ab3f10 " + subject),
        phases(),
        new Counts(7, 0, 1, 6, 0),
        List.of("deployment.apps/frontend configured"),
        outcome.equals("refused")
            ? List.of("BKS-204 production/outsrc.yml:71: no such field")
            : List.of(),
        Ending.NOTHING_LEFT,
        0);
  }

  /** The newest first. */
  static List<HistoryEntry> eventful() {
    List<HistoryEntry> entries = new ArrayList<>();
    entries.add(entry(1, Change.Kind.DEPLOY, "synced"));
    entries.add(entry(2, Change.Kind.DEPLOY, "synced"));
    entries.add(entry(3, Change.Kind.DEPLOY, "degraded"));
    entries.add(entry(4, Change.Kind.ROLLBACK, "synced"));
    entries.add(entry(5, Change.Kind.DRIFT_CORRECTION, "corrected"));
    entries.add(entry(6, Change.Kind.DEPLOY, "refused"));
    entries.add(entry(7, Change.Kind.ROLL_FORWARD, "synced"));
    entries.add(entry(8, Change.Kind.ROLLBACK, "synced"));
    return entries.reversed();
  }
}
