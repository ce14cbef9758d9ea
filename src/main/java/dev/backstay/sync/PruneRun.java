package dev.backstay.sync;

import dev.backstay.cluster.Member;
import dev.backstay.cluster.Pruner;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes what left the folder: last, and only when what this sync changed is healthy. */
final class PruneRun {
  private final Pruner pruner;
  private final Ledger ledger;
  private final PassRecord record;
  private final RunLog log;

  PruneRun(Pruner pruner, Ledger ledger, PassRecord record, RunLog log) {
    this.pruner = pruner;
    this.ledger = ledger;
    this.record = record;
    this.log = log;
  }

  /**
   * Prunes what the plan says.
   *
   * @param applied what this sync applied: those objects survive, by whatever name they are known
   * @param healthy whether what this sync changed is healthy; if not, nothing is deleted
   * @return what is still there, and why
   */
  List<Problem> run(Plan plan, List<Member> applied, boolean healthy) {
    List<Problem> problems = new ArrayList<>();
    plan.held().forEach(held -> problems.add(held.reason()));
    if (!healthy) {
      plan.prunes().forEach(prune -> problems.add(withheld(prune)));
      return problems;
    }
    Set<String> survivors = new HashSet<>();
    applied.forEach(member -> survivors.add(member.uid()));
    for (Action.Prune prune : plan.prunes()) {
      switch (pruner.prune(prune, survivors)) {
        case Pruner.Pruned.Gone(ObjectKey key) -> {
          ledger.gone(key);
          record.result(key, "pruned");
          log.info("applied {} pruned", key);
        }
        case Pruner.Pruned.LetGo(ObjectKey key) -> {
          ledger.gone(key);
          log.info("let go of {}: it is not ours any more", key);
        }
        case Pruner.Pruned.Pending(ObjectKey _, Problem reason) -> problems.add(reason);
      }
    }
    return problems;
  }

  private static Problem withheld(Action.Prune prune) {
    return Problem.of(
        ProblemCode.PRUNE_GUARD,
        prune.key(),
        "it left the folder and is kept until what this sync changed is healthy",
        "");
  }
}
