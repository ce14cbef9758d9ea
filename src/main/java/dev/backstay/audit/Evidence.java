package dev.backstay.audit;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that is known of one environment, in the order in which it happened. */
final class Evidence {
  /** By how much the clocks of an agent and of its API server may differ. */
  private static final Duration SKEW = Duration.ofMillis(500);

  private final String environment;
  private final StoredHistory history;
  private final Ancestry ancestry;
  private final OwnRecords own;
  private final List<Pass> passes = new ArrayList<>();
  private final List<AuditEvent> outside = new ArrayList<>();
  private final TreeMap<OffsetDateTime, Sync> deployments = new TreeMap<>();
  private final Map<Pass, Sync> entries = new HashMap<>();

  private Evidence(String environment, StoredHistory history, Ancestry ancestry) {
    this.environment = environment;
    this.history = history;
    this.ancestry = ancestry;
    this.own = OwnRecords.of(environment);
  }

  static Evidence of(String environment, StoredHistory history, Ancestry ancestry) {
    Evidence evidence = new Evidence(environment, history, ancestry);
    evidence.split();
    for (Sync sync : evidence.syncs()) {
      if (sync.wasDeployed()) {
        evidence.deployments.put(sync.finished(), sync);
      }
      evidence.lastTryOf(sync).ifPresent(pass -> evidence.entries.put(pass, sync));
    }
    return evidence;
  }

  /**
   * An agent does one thing after the other; what it does for a restart ends what it did before.
   */
  private void split() {
    Map<String, List<AuditEvent>> open = new HashMap<>();
    List<List<AuditEvent>> all = new ArrayList<>();
    for (AuditEvent request : history.events()) {
      Caller caller = request.caller();
      if (!caller.environment().equals(environment)) {
        continue;
      }
      Optional<Pass.Kind> kind = kindOf(caller.activity());
      if (kind.isEmpty()) {
        outside.add(request);
        if (caller.activity().equals("start")) {
          open.remove(caller.agent());
        }
        continue;
      }
      List<AuditEvent> current = open.getOrDefault(caller.agent(), List.of());
      if (current.isEmpty() || !current.getLast().caller().work().equals(caller.work())) {
        current = new ArrayList<>();
        open.put(caller.agent(), current);
        all.add(current);
      }
      current.add(request);
    }
    all.forEach(requests -> passes.add(pass(requests)));
    passes.sort(Comparator.comparing(Pass::begin));
  }

  private Pass pass(List<AuditEvent> requests) {
    String[] words = requests.getFirst().caller().activity().split(" ", -1);
    return new Pass(
        own,
        words[0].equals("sync") ? Pass.Kind.SYNC : Pass.Kind.CORRECTION,
        words.length > 2 ? words[2] : "",
        requests);
  }

  private static Optional<Pass.Kind> kindOf(String activity) {
    return switch (activity.split(" ", -1)[0]) {
      case "sync" -> Optional.of(Pass.Kind.SYNC);
      case "correction" -> Optional.of(Pass.Kind.CORRECTION);
      default -> Optional.empty();
    };
  }

  /** An entry tells of the last try; earlier ones of the same input are replaced by it. */
  private Optional<Pass> lastTryOf(Sync sync) {
    return syncPasses().stream()
        .filter(pass -> !pass.revision().isEmpty() && sync.revision().startsWith(pass.revision()))
        .filter(pass -> !pass.begin().isBefore(sync.started().minus(SKEW)))
        .filter(pass -> !pass.begin().isAfter(sync.finished().plus(SKEW)))
        .max(Comparator.comparing(Pass::begin));
  }

  String environment() {
    return environment;
  }

  OwnRecords own() {
    return own;
  }

  /** The records of all other environments. */
  List<OwnRecords> ofOthers() {
    return history.environments().stream()
        .filter(other -> !other.equals(environment))
        .map(OwnRecords::of)
        .toList();
  }

  Ancestry ancestry() {
    return ancestry;
  }

  List<Pass> passes() {
    return List.copyOf(passes);
  }

  List<Pass> syncPasses() {
    return passes.stream().filter(pass -> pass.kind() == Pass.Kind.SYNC).toList();
  }

  /** All that was asked. */
  List<AuditEvent> requests() {
    List<AuditEvent> all = new ArrayList<>(outside);
    passes.forEach(pass -> all.addAll(pass.requests()));
    return all;
  }

  /** What was asked for no sync: at a start, and at rest. */
  List<AuditEvent> outside() {
    return List.copyOf(outside);
  }

  /** The entries of the history by their number. */
  List<Sync> syncs() {
    return history.syncs(environment).stream()
        .sorted(Comparator.comparingInt(Sync::number))
        .toList();
  }

  /** The entry that tells of this pass; none for one that was stopped, or tried again later. */
  Optional<Sync> entryOf(Pass pass) {
    return Optional.ofNullable(entries.get(pass));
  }

  /** What was deployed when a pass began. */
  Optional<Sync> deployedBefore(Pass pass) {
    return Optional.ofNullable(deployments.lowerEntry(pass.begin())).map(Map.Entry::getValue);
  }

  /** The last sync before a pass that left nothing to be done. */
  Optional<Sync> syncedBefore(Pass pass) {
    return deployments.headMap(pass.begin(), false).descendingMap().values().stream()
        .filter(sync -> sync.outcome().equals("synced"))
        .findFirst();
  }

  Optional<Pass> passBefore(Pass pass) {
    int index = passes.indexOf(pass);
    return index > 0 ? Optional.of(passes.get(index - 1)) : Optional.empty();
  }

  Optional<Scope> scope() {
    return history.scope(environment);
  }

  List<Correction> corrections() {
    return history.corrections(environment);
  }

  boolean accepts(String revision) {
    return scope().filter(Scope::followsRewrites).isPresent()
        || history.acceptedRewrites().stream()
            .anyMatch(accepted -> accepted.startsWith(revision) || revision.startsWith(accepted));
  }

  /** How often one thing may have been done: a request whose answer got lost is made once more. */
  int mostTries() {
    return history.isDisturbed() ? 2 : 1;
  }

  Violation violation(String promise, AuditEvent request, String what) {
    return new Violation(promise, environment, request.at(), request.words(), what);
  }

  Violation violation(String promise, Sync sync, String what) {
    return new Violation(
        promise,
        environment,
        sync.finished(),
        "sync " + sync.number() + " " + sync.outcome(),
        what);
  }
}
