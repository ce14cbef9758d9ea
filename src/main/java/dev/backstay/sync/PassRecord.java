package dev.backstay.sync;

import dev.backstay.git.Commit;
import dev.backstay.health.Health;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What one pass did so far: kept by the pass, read when it is written down. */
final class PassRecord {
  static final String PRUNED = "pruned";

  /** Before anything was applied. */
  static final String PRUNED_FIRST = "pruned first";

  private static final int MOST_COMMITS = 20;
  private static final int MOST_OBJECTS = 50;
  private static final int MOST_ERRORS = 20;
  private static final int LONGEST_ERROR = 500;

  private final Clock clock;
  private final Target target;
  private final String inputId;
  private final Instant started;
  private final Map<String, Double> phases = new LinkedHashMap<>();
  private final Map<ObjectKey, ObjectStatus> objects = new TreeMap<>();
  private Change change = Change.NONE;
  private List<Commit> commits = List.of();
  private State phase = State.CHECKING;
  private Instant phaseStarted;
  private Instant seen;
  private Ending ending = Ending.NOTHING_LEFT;
  private Map<String, Long> rollouts = Map.of();
  private Optional<HistoryEntry> left = Optional.empty();
  private String settled = "";
  private PruneOrders pruneOrders = PruneOrders.NONE;

  PassRecord(Clock clock, Target target, String inputId) {
    this.clock = clock;
    this.target = target;
    this.seen = target.seen();
    this.inputId = inputId;
    this.started = clock.instant();
    this.phaseStarted = started;
    phases.put("seen", seconds(target.seen(), started));
  }

  /**
   * Says what the pass is about.
   *
   * @param newCommits newest first, never empty
   */
  void isAbout(Change newChange, List<Commit> newCommits) {
    change = newChange;
    commits = List.copyOf(newCommits);
  }

  Change change() {
    return change;
  }

  /** An earlier try of the same, perhaps of an agent that died, had seen it first. */
  void goesOnFrom(Instant firstSeen) {
    seen = firstSeen.isBefore(seen) ? firstSeen : seen;
  }

  /** When the commit was first seen. */
  Instant seen() {
    return seen;
  }

  /** At which rollout Deployments stand that are about to go back, or forward again; by uid. */
  void rollsOutFrom(Map<String, Long> newRollouts) {
    rollouts = newRollouts;
  }

  Map<String, Long> rollouts() {
    return rollouts;
  }

  /** It takes over from a sync that had not come to an end. */
  void takesOverFrom(Optional<HistoryEntry> unfinished) {
    left = unfinished;
  }

  Optional<HistoryEntry> left() {
    return left;
  }

  /** How its state stands in the cluster. */
  void ends(Ending newEnding) {
    ending = newEnding;
  }

  Ending ending() {
    return ending;
  }

  /** What it brings, newest first. */
  List<Commit> commits() {
    return commits;
  }

  /** The commit that the pass deploys. */
  Commit commit() {
    return commits.getFirst();
  }

  String inputId() {
    return inputId;
  }

  Target target() {
    return target;
  }

  /** Ends the phase before and begins another. */
  void enter(State next) {
    Instant now = clock.instant();
    String label = label(phase);
    if (!label.isEmpty()) {
      phases.merge(label, seconds(phaseStarted, now), Double::sum);
    }
    phase = next;
    phaseStarted = now;
  }

  private static String label(State phase) {
    return switch (phase) {
      case CHECKING -> "checked";
      case APPLYING -> "applied";
      case ROLLING_OUT -> "healthy";
      case PRUNING -> "pruned";
      case STARTING, SYNCED, DEGRADED, FAILED, REFUSED -> "";
    };
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }

  void result(Manifest manifest, String word) {
    objects.put(
        manifest.key(),
        new ObjectStatus(manifest.key(), word, manifest.source().toString(), Health.healthy()));
  }

  void result(ObjectKey key, String word) {
    objects.put(key, new ObjectStatus(key, word, "", Health.healthy()));
  }

  /** It left the folder and is still there. */
  void held(ObjectKey key) {
    result(key, ObjectStatus.HELD);
  }

  /** How much left the folder and is still there. */
  int heldCount() {
    return count(ObjectStatus.HELD);
  }

  /**
   * Says what the commits want of deletes.
   *
   * @param since the head after which these commits begin, empty for a first sync
   */
  void prunesBy(PruneOrders newOrders, String since) {
    pruneOrders = newOrders;
    settled = since;
  }

  PruneOrders pruneOrders() {
    return pruneOrders;
  }

  /** Whether nothing that left the folder waits for its turn any more. */
  void pruneIsSettled(boolean now) {
    settled = now ? target.head() : settled;
  }

  Collection<ObjectStatus> objects() {
    return objects.values();
  }

  EnvironmentStatus.SyncSummary summary() {
    Commit commit = commit();
    return new EnvironmentStatus.SyncSummary(
        commit.revision().id(),
        commit.subject(),
        commit.author(),
        change,
        phases,
        counts(),
        ending);
  }

  /** {@code seen 0.4 checked 0.1 applied 0.1 healthy 1.3}, in seconds. */
  String phaseWords() {
    return phases.entrySet().stream()
        .map(phase -> String.format(Locale.ROOT, "%s %.1f", phase.getKey(), phase.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** From the first sight of the commit until now. */
  double secondsSinceSeen() {
    return seconds(seen, clock.instant());
  }

  Counts counts() {
    return new Counts(
        count("created") + count("configured") + count("unchanged"),
        count("created"),
        count("configured"),
        count("unchanged"),
        count(PRUNED) + count(PRUNED_FIRST));
  }

  private int count(String word) {
    return (int) objects.values().stream().filter(o -> o.word().equals(word)).count();
  }

  Deployed deployed() {
    Commit commit = commit();
    return new Deployed(
        commit.revision().id(),
        target.head(),
        target.tree().orElse(""),
        inputId,
        commit.subject(),
        commit.author(),
        commit.committed(),
        clock.instant(),
        Optional.of(settled).filter(head -> !head.isEmpty()));
  }

  HistoryEntry entry(int number, SyncOutcome outcome) {
    Commit commit = commit();
    return new HistoryEntry(
        number,
        change,
        outcome.word(),
        commit.revision().id(),
        target.tree().orElse(""),
        inputId,
        commit.subject(),
        commit.author(),
        commit.committed(),
        seen,
        started,
        clock.instant(),
        commits.stream()
            .limit(MOST_COMMITS)
            .map(c -> c.revision().shortId() + " " + c.subject())
            .toList(),
        phases,
        counts(),
        changedObjects(),
        outcome.reasons().stream().limit(MOST_ERRORS).map(PassRecord::line).toList(),
        ending,
        0);
  }

  private List<String> changedObjects() {
    List<String> changed = new ArrayList<>();
    objects
        .values()
        .forEach(
            object -> {
              boolean stands = object.word().equals("unchanged") || object.isHeld();
              if (!stands && changed.size() < MOST_OBJECTS) {
                changed.add(object.key() + " " + object.word());
              }
            });
    return changed;
  }

  private static String line(Problem problem) {
    String line = problem.toString();
    return line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR) + " …";
  }
}
