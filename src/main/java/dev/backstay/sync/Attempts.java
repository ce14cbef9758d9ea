package dev.backstay.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Remembers what was tried last and how it ended, and so whether anything is to be done. */
final class Attempts {
  private final Clock clock;
  private final Retry retry = new Retry(RandomGenerator.getDefault());
  private @Nullable Attempt last;
  private Instant begun;

  /** What the last pass tried, how it ended, and when it is tried again by itself. */
  private record Attempt(String inputId, SyncOutcome outcome, Optional<Instant> retryAt) {
    Attempt due(Instant now) {
      return new Attempt(inputId, outcome, retryAt.map(_ -> now));
    }
  }

  Attempts(Clock clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** What the cluster stands at was read anew: what was tried before says nothing about it. */
  void forget() {
    last = null;
    reset();
  }

  /** A pass made way: where that left the environment is looked at anew, and told. */
  void madeWay() {
    last = null;
  }

  /** Waiting begins anew. */
  void reset() {
    retry.reset();
  }

  /** A pass begins. */
  void begin() {
    begun = clock.instant();
  }

  /**
   * What failed and waits to be tried again is due now, unless it was tried after this moment: who
   * asked then has had his try. What is final stays so.
   */
  void endWaits(Instant before) {
    if (!begun.isAfter(before)) {
      retry.reset();
      last = last == null ? null : last.due(clock.instant());
    }
  }

  /**
   * Whether a pass is needed for this input.
   *
   * @param asked somebody wants one: then what did not succeed is tried at once
   * @param healed what was unhealthy is healthy again
   */
  boolean isDue(String inputId, Ledger ledger, boolean asked, boolean healed) {
    Attempt attempt = last;
    if (attempt == null || !attempt.inputId().equals(inputId)) {
      // also the way back from a refused commit, which began nothing: no request is needed then
      return !stands(inputId, ledger);
    }
    if (attempt.outcome() instanceof SyncOutcome.Synced) {
      // a pass to another input may have been stopped half-way since
      return ledger.hasOpenIntent();
    }
    boolean late = attempt.retryAt().filter(at -> !at.isAfter(clock.instant())).isPresent();
    return late || asked || (healed && attempt.outcome() instanceof SyncOutcome.Degraded);
  }

  private static boolean stands(String inputId, Ledger ledger) {
    return !ledger.hasOpenIntent()
        && ledger.deployed().map(Deployed::inputId).equals(Optional.of(inputId))
        && ledger.history().lastDeployedIsSynced();
  }

  /** An input stands without having been tried. */
  void stood(String inputId) {
    last = new Attempt(inputId, new SyncOutcome.Synced(), Optional.empty());
  }

  boolean isLast(String inputId) {
    return last != null && last.inputId().equals(inputId);
  }

  /** How the last pass ended, if there was one. */
  Optional<SyncOutcome> lastOutcome() {
    return Optional.ofNullable(last).map(Attempt::outcome);
  }

  /** When the last input is tried again by itself. */
  Optional<Instant> retryAt() {
    return Optional.ofNullable(last).flatMap(Attempt::retryAt);
  }

  /** A pass ended; says when the same input is tried again by itself. */
  Optional<Instant> ended(String inputId, SyncOutcome outcome) {
    if (!isLast(inputId)) {
      retry.reset();
    }
    Optional<Instant> retryAt = retry.after(outcome).map(clock.instant()::plus);
    last = new Attempt(inputId, outcome, retryAt);
    return retryAt;
  }

  /** A try that came to nothing before it was about any input. */
  Duration pauseAfter(SyncOutcome outcome) {
    return retry.after(outcome).orElse(Duration.ofSeconds(1));
  }

  /** How long nothing is to be done by itself. */
  Duration untilRetry(Duration atMost) {
    Attempt attempt = last;
    if (attempt == null || attempt.retryAt().isEmpty()) {
      return atMost;
    }
    Duration left = Duration.between(clock.instant(), attempt.retryAt().get());
    return left.isNegative() ? Duration.ZERO : left.compareTo(atMost) < 0 ? left : atMost;
  }

  boolean isDegraded() {
    return last != null && last.outcome() instanceof SyncOutcome.Degraded;
  }
}
