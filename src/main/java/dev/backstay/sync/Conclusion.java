package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Parent;
import dev.backstay.git.Commit;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the outcome of a sync known: in the cluster, as an Event, in the log, to listeners. */
final class Conclusion {
  private final EnvironmentParts parts;
  private final SyncListener listener;

  Conclusion(EnvironmentParts parts, SyncListener listener) {
    this.parts = parts;
    this.listener = listener;
  }

  /** Tells of a sync that another one takes the place of, also if the agent was killed in it. */
  void ofWhatWasLeftOpen(PassRecord record, Ledger ledger) {
    String revision = record.commit().revision().id();
    ledger
        .intent()
        .map(Intent::revision)
        .filter(open -> !open.equals(revision))
        .ifPresent(open -> listener.onSuperseded(parts.config().name(), open, revision));
  }

  /**
   * Records an outcome.
   *
   * @param halfWay some objects may be new and some old: the intent stays open
   * @return the outcome, which is failed if it could not be written down
   */
  SyncOutcome of(
      SyncOutcome outcome, PassRecord record, Ledger ledger, boolean halfWay, RunLog log) {
    record.left().ifPresent(entry -> listener.onSync(parts.config().name(), entry));
    if (outcome instanceof SyncOutcome.Superseded) {
      log.info("superseded after {}", record.phaseWords());
      return outcome;
    }
    if (outcome.isDeployed() && !ledger.isHeld()) {
      // it cannot be written down any more, so it must be looked at again
      SyncOutcome lapsed = new SyncOutcome.Failed(List.of(HolderCheck.lapsed()));
      tell(lapsed, record, log);
      return lapsed;
    }
    int number = ledger.history().numberFor(record.inputId(), outcome.word());
    HistoryEntry entry = record.entry(number, outcome);
    tell(outcome, record, log);
    Optional<String> before = ledger.deployed().map(Deployed::revision);
    try {
      write(outcome, record, entry, ledger, halfWay);
    } catch (ClusterException e) {
      log.warn("the outcome could not be recorded: {}", e.failure().problem());
      return new SyncOutcome.Failed(List.of(e.failure().problem()));
    }
    if (entry.wasDeployed() && !before.equals(Optional.of(entry.revision()))) {
      listener.onCommits(
          parts.config().name(), record.commits().stream().map(Commit::committed).toList());
    }
    listener.onSync(parts.config().name(), entry);
    return outcome;
  }

  private void write(
      SyncOutcome outcome, PassRecord record, HistoryEntry entry, Ledger ledger, boolean halfWay)
      throws ClusterException {
    boolean wasWritten =
        ledger.history().entries().stream()
            .findFirst()
            .filter(last -> last.number() == entry.number() && last.isAsGoodAs(entry))
            .isPresent();
    // an environment that never began has no place yet where anything could be written, and one
    // that another agent may have taken over is not ours to write
    if (!ledger.parent().exists() || !ledger.isHeld() || (wasWritten && !ledger.hasOpenIntent())) {
      return;
    }
    Optional<Deployed> deployed =
        entry.wasDeployed() ? Optional.of(record.deployed()) : Optional.empty();
    Set<String> failedBefore = failed(ledger);
    ledger.conclude(
        entry,
        deployed,
        entry.wasDeployed() || (!halfWay && !ledger.hasOpenIntent()),
        annotations(outcome, record, ledger));
    parts
        .cluster()
        .events()
        .publish(
            ledger.parent(),
            !outcome.reasons().isEmpty(),
            reason(outcome, record),
            eventMessage(outcome, record));
    failed(ledger).stream()
        .filter(revision -> !failedBefore.contains(revision))
        .forEach(revision -> listener.onDeploymentFailed(parts.config().name(), revision));
    if (record.heldCount() > 0) {
      listener.onPruneHeld(parts.config().name(), record.heldCount());
    }
  }

  /** The deployments that were rolled back. */
  private static Set<String> failed(Ledger ledger) {
    return ledger.history().entries().stream()
        .filter(HistoryEntry::isFailed)
        .map(HistoryEntry::revision)
        .collect(Collectors.toSet());
  }

  /** What {@code kubectl get configmap} should tell of the environment. */
  private Map<String, String> annotations(SyncOutcome outcome, PassRecord record, Ledger ledger) {
    String revision =
        outcome.isDeployed()
            ? record.commit().revision().id()
            : ledger.deployed().map(Deployed::revision).orElse("");
    return Map.of(
        Parent.HOLDER,
        parts.cluster().cluster().lease().holder(),
        Parent.STATE,
        outcome.word(),
        Parent.REVISION,
        revision,
        Parent.ERROR,
        outcome.reasons().stream().findFirst().map(Problem::toString).orElse(""));
  }

  private static void tell(SyncOutcome outcome, PassRecord record, RunLog log) {
    if (outcome instanceof SyncOutcome.Synced) {
      log.info("{}", sentence(outcome, record));
    } else {
      log.warn("{}", sentence(outcome, record));
      outcome.reasons().forEach(problem -> log.warn("  {}", problem));
      outcome.reasons().stream()
          .map(Problem::fix)
          .filter(fix -> !fix.isEmpty())
          .forEach(fix -> log.warn("kubectl apply -f - <<EOF\n{}EOF", fix));
    }
  }

  private static String reason(SyncOutcome outcome, PassRecord record) {
    return switch (outcome) {
      case SyncOutcome.Synced _ ->
          switch (record.change().kind()) {
            case DEPLOY, DRIFT_CORRECTION -> "Synced";
            case ROLLBACK, PARTIAL_ROLLBACK -> "RolledBack";
            case ROLL_FORWARD -> "RolledForward";
          };
      case SyncOutcome.Degraded(List<Problem> problems) ->
          record.heldCount() > 0 && !isUnhealthy(problems) ? "PruneHeld" : "Degraded";
      case SyncOutcome.Failed _ -> "Failed";
      case SyncOutcome.Refused _ -> "Refused";
      case SyncOutcome.Superseded _ -> "Superseded";
    };
  }

  private static boolean isUnhealthy(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> problem.code() == ProblemCode.UNHEALTHY);
  }

  /**
   * {@code rolled back to 3f2a1c9 in 1.1 s, everything healthy, nothing left behind: 1 configured,
   * 6 unchanged; seen 0.4 …}.
   */
  private static String sentence(SyncOutcome outcome, PassRecord record) {
    String took = String.format(Locale.ROOT, " in %.1f s", record.secondsSinceSeen());
    String done = ": " + record.counts().words() + "; " + record.phaseWords();
    int reasons = outcome.reasons().size();
    return switch (outcome) {
      case SyncOutcome.Synced _ ->
          record.change().doneWords() + took + proof(record.change()) + done;
      case SyncOutcome.Degraded _ ->
          "degraded" + missing(record) + " (" + record.change().doneWords() + took + done + ")";
      case SyncOutcome.Failed _ -> "failed: " + problems(reasons) + ", tried again";
      case SyncOutcome.Refused(var _, boolean isFinal) ->
          "refused: " + problems(reasons) + (isFinal ? "" : ", tried again");
      case SyncOutcome.Superseded _ -> "superseded";
    };
  }

  /** An Event stands alone, so it names the commit, and the first thing that is wrong. */
  private static String eventMessage(SyncOutcome outcome, PassRecord record) {
    String commit =
        record.commit().revision().shortId() + " \"" + record.commit().subject() + "\" ";
    String first = outcome.reasons().stream().findFirst().map(problem -> ": " + problem).orElse("");
    return commit + sentence(outcome, record) + first;
  }

  /** Said where people need to know it at once; it is what synced means. */
  private static String proof(Change change) {
    return change.isRollback() ? ", everything healthy, nothing left behind" : "";
  }

  private static String missing(PassRecord record) {
    int left = record.ending().leftoverCount();
    String held = record.heldCount() == 0 ? "" : ", prune held: " + record.heldCount();
    return left > 0 && record.change().isRollback()
        ? ", rollback incomplete: " + left + held
        : held;
  }

  private static String problems(int count) {
    return count == 1 ? "1 problem" : count + " problems";
  }
}
