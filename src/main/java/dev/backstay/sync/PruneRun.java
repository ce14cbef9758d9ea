package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.Applier.Rehearsed;
import dev.backstay.cluster.Pruner;
import dev.backstay.cluster.Pruner.Pruned;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.ApplyOrder;
import dev.backstay.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The deletes of one sync: rehearsed with the rest, carried out last, in the reverse order of the
 * apply, and only when what this sync changed is healthy. What is asked to go first goes before
 * anything is applied.
 */
final class PruneRun {
  private static final Pattern IN_THE_WAY =
      Pattern.compile("already (been )?(allocated|defined|in use|taken|used)");

  private final Pruner pruner;
  private final Ledger ledger;
  private final PassRecord record;
  private final RunLog log;
  private final HeldPrunes held = new HeldPrunes();

  /** What may be deleted, as far as its rehearsal can tell. */
  private final List<Action.Prune> due = new ArrayList<>();

  private final Set<ObjectKey> first = new HashSet<>();

  PruneRun(Pruner pruner, Ledger ledger, PassRecord record, RunLog log) {
    this.pruner = pruner;
    this.ledger = ledger;
    this.record = record;
    this.log = log;
  }

  /**
   * Tries the deletes of a plan.
   *
   * @param allFirst all of them go before anything is applied
   */
  void rehearse(Plan plan, boolean allFirst) throws Stopped {
    plan.held()
        .forEach(
            kept ->
                held.add(kept.key(), kept.reason(), kept.reason().code() == ProblemCode.CONFINED));
    List<Pruned> results = pruner.rehearse(plan.prunes());
    for (int i = 0; i < results.size(); i++) {
      switch (results.get(i)) {
        case Pruned.Deletable(ObjectKey key, boolean asksToGoFirst) -> {
          due.add(plan.prunes().get(i));
          if (allFirst || asksToGoFirst) {
            first.add(key);
          }
        }
        case Pruned.Gone _, Pruned.LetGo _ -> due.add(plan.prunes().get(i));
        case Pruned.Pending(ObjectKey key, Problem reason, boolean byRule) ->
            held.add(key, reason, byRule);
        case Pruned.Skipped _ -> throw new Stopped(new SyncOutcome.Superseded());
      }
    }
  }

  /** Nothing would be written. */
  boolean isIdle() {
    return due.isEmpty();
  }

  /** What only something that is pruned first is in the way of can be tried again after that. */
  List<Rehearsed> inTheWay(List<Rehearsed> results) {
    return first.isEmpty() ? results : results.stream().map(PruneRun::afterPrune).toList();
  }

  private static Rehearsed afterPrune(Rehearsed result) {
    return result instanceof Rehearsed.Failed(Action.Change change, ApiFailure failure, boolean _)
            && IN_THE_WAY.matcher(failure.problem().message()).find()
        ? new Rehearsed.WaitsForPrune(change)
        : result;
  }

  /** Deletes what makes room for what is applied. */
  void first() throws Stopped {
    carryOut(
        due.stream().filter(prune -> first.contains(prune.key())).toList(),
        PassRecord.PRUNED_FIRST);
  }

  /**
   * Deletes what is left.
   *
   * @param healthy whether what this sync changed is healthy; if not, nothing is deleted
   * @param isCaughtUp whether the watch of its kind tells the newest state; if not, it is kept
   * @return what is still there, and why
   */
  List<Problem> rest(boolean healthy, Predicate<Action.Prune> isCaughtUp) throws Stopped {
    List<Action.Prune> rest = due.stream().filter(prune -> !first.contains(prune.key())).toList();
    if (healthy) {
      Map<Boolean, List<Action.Prune>> seen =
          rest.stream().collect(Collectors.partitioningBy(isCaughtUp));
      carryOut(seen.getOrDefault(true, List.of()), PassRecord.PRUNED);
      seen.getOrDefault(false, List.of()).forEach(p -> held.add(p.key(), LAGGING, false));
    } else {
      rest.forEach(prune -> held.add(prune.key(), WITHHELD, false));
    }
    held.keys().forEach(record::held);
    record.pruneIsSettled(held.isSettled());
    return held.problems();
  }

  private void carryOut(List<Action.Prune> prunes, String word) throws Stopped {
    TreeMap<Integer, List<Action.Prune>> waves = new TreeMap<>();
    for (Action.Prune prune : prunes) {
      waves.computeIfAbsent(ApplyOrder.wave(prune.key()), _ -> new ArrayList<>()).add(prune);
    }
    for (List<Action.Prune> wave : waves.descendingMap().values()) {
      boolean skipped = false;
      for (Pruned result : pruner.prune(wave)) {
        skipped |= result instanceof Pruned.Skipped;
        note(result, word);
      }
      if (skipped) {
        throw new Stopped(new SyncOutcome.Superseded());
      }
    }
  }

  private void note(Pruned result, String word) {
    switch (result) {
      case Pruned.Gone(ObjectKey key) -> {
        ledger.inventory().gone(key);
        record.result(key, word);
        log.info("applied {} {}", key, word);
      }
      case Pruned.LetGo(ObjectKey key) -> {
        ledger.inventory().gone(key);
        log.info("let go of {}: it is not ours any more", key);
      }
      case Pruned.Pending(ObjectKey key, Problem reason, boolean byRule) ->
          held.add(key, reason, byRule);
      case Pruned.Deletable _, Pruned.Skipped _ -> {}
    }
  }

  private static final Problem LAGGING =
      Problem.general(
          ProblemCode.NOT_CAUGHT_UP,
          "what left the folder is kept: the watch of its kind lags behind",
          "it is deleted as soon as the API server tells the newest state");

  private static final Problem WITHHELD =
      Problem.general(
          ProblemCode.PRUNE_GUARD,
          "what left the folder is kept until what this sync changed is healthy",
          "");
}
