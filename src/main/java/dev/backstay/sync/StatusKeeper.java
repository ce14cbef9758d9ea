package dev.backstay.sync;

import dev.backstay.config.EnvironmentConfig;
import dev.backstay.health.Health;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.sync.EnvironmentStatus.SyncSummary;
import dev.backstay.sync.EnvironmentStatus.Watching;
import dev.backstay.sync.lag.Lag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps the status of an environment: told by its own thread, read by anyone. */
final class StatusKeeper {
  private final EnvironmentConfig config;
  private final String cluster;
  private final Watches watches;
  private final Supplier<Optional<Problem>> trouble;
  private final Changes changes;
  private final Clock clock;

  private State state = State.STARTING;
  private Instant since;
  private boolean reachable;
  private Optional<Deployed> deployed = Optional.empty();
  private Optional<String> seen = Optional.empty();
  private int commitsBehind;
  private long stateBytes;
  private SyncSummary sync = SyncSummary.NONE;
  private List<ObjectStatus> objects = List.of();
  private List<Problem> problems = List.of();
  private Optional<Instant> retryAt = Optional.empty();
  private Optional<Suspended> suspended = Optional.empty();
  private History history = History.EMPTY;
  private List<Drift> drift = List.of();
  private List<Problem> openDrift = List.of();
  private Optional<Lag> lag = Optional.empty();

  /**
   * Begins as starting.
   *
   * @param trouble why the cluster does not answer at this moment, if so
   * @param changes is told of each
   */
  StatusKeeper(
      EnvironmentConfig config,
      String cluster,
      Watches watches,
      Supplier<Optional<Problem>> trouble,
      Changes changes,
      Clock clock) {
    this.config = config;
    this.cluster = cluster;
    this.watches = watches;
    this.trouble = trouble;
    this.changes = changes;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** A sync is under way. */
  synchronized void isIn(State busy, PassRecord record) {
    changes.note();
    enter(busy);
    seen = Optional.of(record.target().head());
    sync = record.summary();
    problems = List.of();
    retryAt = Optional.empty();
    if (busy == State.ROLLING_OUT) {
      // all of them are there by now: so also the first rollout is seen object by object
      objects = List.copyOf(record.objects());
    }
  }

  /** A sync reached the cluster: what became of its objects is known. */
  synchronized void carriedOut(PassRecord record) {
    changes.note();
    objects = List.copyOf(record.objects());
    sync = record.summary();
  }

  /** No sync is under way. */
  synchronized void rests(State resting, List<Problem> reasons, Optional<Instant> nextTry) {
    changes.note();
    enter(resting);
    problems = List.copyOf(reasons);
    retryAt = nextTry;
  }

  /** Somebody wants it to be left as it is; empty: nobody does any more. */
  synchronized void isSuspended(Optional<Suspension> suspension) {
    changes.note();
    suspended = suspension.map(now -> new Suspended(now, Counts.NONE));
  }

  /** No sync is under way, nor will be before somebody resumes it. */
  synchronized void restsSuspended(State resting, List<Problem> reasons, Counts waiting) {
    changes.note();
    rests(resting, reasons, Optional.empty());
    suspended = suspended.map(now -> new Suspended(now.suspension(), waiting));
  }

  /** What the ledger says of what was deployed. */
  synchronized void knows(Ledger ledger) {
    changes.note();
    deployed = ledger.deployed();
    stateBytes = ledger.bytes();
    history = ledger.history();
    drift = ledger.drift().entries();
    if (objects.isEmpty()) {
      objects =
          ledger.inventory().members().stream()
              .sorted()
              .map(key -> new ObjectStatus(key, "unchanged", "", Health.healthy()))
              .toList();
    }
  }

  /**
   * What was found changed outside of git.
   *
   * @param newest newest first
   * @param uncorrected what stands so still
   */
  synchronized void drifts(List<Drift> newest, List<Problem> uncorrected) {
    changes.note();
    drift = List.copyOf(newest);
    openDrift = List.copyOf(uncorrected);
  }

  synchronized void sees(String head, int behind) {
    changes.note();
    seen = Optional.of(head);
    commitsBehind = behind;
  }

  /** What it lacks of the environment before it. */
  synchronized void lags(Optional<Lag> behind) {
    changes.note();
    lag = behind;
  }

  synchronized void isReachable(boolean answered) {
    changes.note();
    reachable = answered;
  }

  private static boolean isSilence(Problem problem) {
    return problem.code() == ProblemCode.CLUSTER_UNREACHABLE;
  }

  private void enter(State next) {
    if (state != next) {
      state = next;
      since = clock.instant();
    }
  }

  /** What was concluded, where health is concerned in the words of this moment. */
  private List<Problem> current(Map<ObjectKey, Health> health) {
    if (state == State.ROLLING_OUT) {
      return health.entrySet().stream()
          .filter(object -> object.getValue().isBad())
          .map(object -> RolloutWatch.problem(object.getKey(), object.getValue()))
          .toList();
    }
    return problems.stream().map(problem -> inWordsOfNow(problem, health)).toList();
  }

  private static Problem inWordsOfNow(Problem problem, Map<ObjectKey, Health> health) {
    return problem.code() == ProblemCode.UNHEALTHY
        ? problem
            .object()
            .map(key -> RolloutWatch.problem(key, health.getOrDefault(key, Health.healthy())))
            .filter(now -> !now.message().isEmpty())
            .orElse(problem)
        : problem;
  }

  /** Another number than before: it may tell something else now. */
  long version() {
    return 2 * changes.count() + (trouble.get().isPresent() ? 1 : 0);
  }

  /**
   * The status with the health of this moment. What cannot be seen just now is not shown as synced,
   * even if nothing is to be done.
   */
  synchronized EnvironmentStatus now() {
    Map<ObjectKey, Health> health = watches.health().all();
    Optional<Problem> unanswered = trouble.get();
    boolean unhealthy = state == State.SYNCED && !watches.health().isAllHealthy();
    List<Problem> all = new ArrayList<>(current(health));
    all.addAll(openDrift);
    if (state == State.SYNCED) {
      unanswered.ifPresent(all::add);
    }
    if (unhealthy || suspended.isPresent()) {
      all.addAll(RolloutWatch.problems(health));
    }
    boolean unwell = state == State.SYNCED && !all.isEmpty();
    return new EnvironmentStatus(
        config.name(),
        config.namespace(),
        config.path(),
        cluster,
        config.tier(),
        unwell ? State.DEGRADED : state,
        since,
        reachable && unanswered.filter(StatusKeeper::isSilence).isEmpty(),
        deployed,
        seen,
        commitsBehind,
        stateBytes,
        sync,
        objects.stream().map(o -> o.withHealth(health.getOrDefault(o.key(), o.health()))).toList(),
        all,
        retryAt,
        suspended,
        history,
        drift,
        lag,
        new Watching(watches.lastEvents(), watches.ownership().staleSkips()));
  }
}
