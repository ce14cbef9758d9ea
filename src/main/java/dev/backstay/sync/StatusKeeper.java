package dev.backstay.sync;

import dev.backstay.config.EnvironmentConfig;
import dev.backstay.health.Health;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.sync.EnvironmentStatus.SyncSummary;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the status of an environment: told by its own thread, read by anyone. */
final class StatusKeeper {
  private final EnvironmentConfig config;
  private final String cluster;
  private final HealthBoard board;
  private final Clock clock;

  private State state = State.STARTING;
  private Instant since;
  private boolean reachable;
  private Optional<Deployed> deployed = Optional.empty();
  private Optional<String> seen = Optional.empty();
  private int commitsBehind;
  private SyncSummary sync = SyncSummary.NONE;
  private List<ObjectStatus> objects = List.of();
  private List<Problem> problems = List.of();
  private Optional<Instant> retryAt = Optional.empty();
  private History history = History.EMPTY;

  StatusKeeper(EnvironmentConfig config, String cluster, HealthBoard board, Clock clock) {
    this.config = config;
    this.cluster = cluster;
    this.board = board;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** A sync is under way. */
  synchronized void isIn(State busy, PassRecord record) {
    enter(busy);
    seen = Optional.of(record.target().head());
    sync = record.summary();
    problems = List.of();
    retryAt = Optional.empty();
  }

  /** A sync reached the cluster: what became of its objects is known. */
  synchronized void carriedOut(PassRecord record) {
    objects = List.copyOf(record.objects());
    sync = record.summary();
  }

  /** No sync is under way. */
  synchronized void rests(State resting, List<Problem> reasons, Optional<Instant> nextTry) {
    enter(resting);
    problems = List.copyOf(reasons);
    retryAt = nextTry;
  }

  /** What the ledger says of what was deployed. */
  synchronized void knows(Ledger ledger) {
    deployed = ledger.deployed();
    history = ledger.history();
    if (objects.isEmpty()) {
      objects =
          ledger.members().stream()
              .sorted()
              .map(key -> new ObjectStatus(key, "unchanged", "", Health.healthy()))
              .toList();
    }
  }

  synchronized void sees(String head, int behind) {
    seen = Optional.of(head);
    commitsBehind = behind;
  }

  synchronized void isReachable(boolean answered) {
    reachable = answered;
  }

  private void enter(State next) {
    if (state != next) {
      state = next;
      since = clock.instant();
    }
  }

  /** The status with the health of this moment. */
  synchronized EnvironmentStatus now() {
    Map<ObjectKey, Health> health = board.all();
    boolean unwell = state == State.SYNCED && !board.isAllHealthy();
    List<Problem> all = new ArrayList<>(problems);
    if (unwell) {
      all.addAll(RolloutWatch.problems(health));
    }
    return new EnvironmentStatus(
        config.name(),
        config.namespace(),
        config.path(),
        cluster,
        unwell ? State.DEGRADED : state,
        since,
        reachable,
        deployed,
        seen,
        commitsBehind,
        sync,
        objects.stream().map(o -> o.withHealth(health.getOrDefault(o.key(), o.health()))).toList(),
        all,
        retryAt,
        history);
  }
}
