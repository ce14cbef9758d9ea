package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.Plan;
import dev.backstay.plan.Planned;
import dev.backstay.plan.Planner;
import dev.backstay.plan.PruneGuard;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what waits while an environment is suspended: how far behind it is, what its newest commit
 * would do, and what is wrong with that. Nothing is written, nor rehearsed.
 */
final class SuspendedLook {
  private static final Logger LOG = LoggerFactory.getLogger(SuspendedLook.class);

  private final EnvironmentParts parts;
  private final Branch branch;
  private Optional<Seen> last = Optional.empty();

  private record Seen(Target target, Suspension suspension, Ledger ledger, int signers) {}

  /** What is shown. */
  private record View(State state, List<Problem> problems, Counts waiting) {
    static View of(SyncOutcome outcome) {
      return new View(
          outcome instanceof SyncOutcome.Failed ? State.FAILED : State.REFUSED,
          outcome.reasons(),
          Counts.NONE);
    }
  }

  SuspendedLook(EnvironmentParts parts, Branch branch) {
    this.parts = parts;
    this.branch = branch;
  }

  /** What is shown may not be right any more. */
  void forget() {
    last = Optional.empty();
  }

  /**
   * Looks at the newest commit, if it was not looked at before.
   *
   * @param accepted the head whose rewritten history is accepted, empty for none
   * @return false if it could not be read, and is to be looked at again
   */
  boolean at(Target target, Suspension suspension, Ledger ledger, String accepted) {
    Seen seen = new Seen(target, suspension, ledger, branch.signers());
    if (last.equals(Optional.of(seen))) {
      return true;
    }
    boolean stands = stands(target, ledger);
    int behind = stands ? 0 : branch.newCommits(target, ledger.deployed()).size();
    View view = stands ? standing(suspension, ledger) : view(target, seen, behind, accepted);
    parts.status().sees(target.head(), behind);
    parts.status().restsSuspended(view.state(), view.problems(), view.waiting());
    view.problems().forEach(problem -> LOG.info("{} suspended: {}", name(), problem));
    last = view.state() == State.FAILED ? Optional.empty() : Optional.of(seen);
    return last.isPresent();
  }

  private String name() {
    return parts.config().name();
  }

  private boolean stands(Target target, Ledger ledger) {
    String inputId = InputId.of(target.tree().orElse("missing"), parts.config());
    return !ledger.hasOpenIntent()
        && ledger.deployed().map(Deployed::inputId).equals(Optional.of(inputId));
  }

  private View standing(Suspension suspension, Ledger ledger) {
    return ledger.history().lastDeployedIsSynced()
        ? new View(State.SYNCED, List.of(), Counts.NONE)
        : new View(
            State.DEGRADED,
            List.of(waits(suspension, "what the last sync has left to do waits", "")),
            Counts.NONE);
  }

  private View view(Target target, Seen seen, int behind, String accepted) {
    Optional<SyncOutcome> distrust = branch.distrust(target, seen.ledger().deployed());
    if (distrust.isPresent()) {
      return View.of(distrust.get());
    }
    Optional<Problem> rewritten =
        branch.rewriteTo(target, seen.ledger().deployed(), seen.ledger().intent(), accepted);
    if (rewritten.isPresent()) {
      return View.of(new SyncOutcome.Refused(List.of(rewritten.get()), true));
    }
    try {
      Counts counts = counts(plan(target, seen.ledger()));
      String half =
          seen.ledger()
              .intent()
              .map(begun -> "; the sync of " + Commits.shortId(begun.revision()) + " is half-way")
              .orElse("");
      String commits = behind == 1 ? "1 commit waits" : behind + " commits wait";
      Problem problem = waits(seen.suspension(), commits, ": " + counts.words() + half);
      return new View(State.DEGRADED, List.of(problem), counts);
    } catch (Stopped e) {
      return View.of(e.outcome());
    } catch (ClusterException e) {
      return View.of(new SyncOutcome.Failed(List.of(e.failure().problem())));
    }
  }

  private Problem waits(Suspension suspension, String what, String more) {
    return Problem.general(
        ProblemCode.SUSPENDED,
        what + ", suspended by " + suspension.words() + more,
        "backstay resume " + name());
  }

  /** Moves between environments are not looked at, since to do so would wake them. */
  private Plan plan(Target target, Ledger ledger) throws Stopped, ClusterException {
    List<Manifest> manifests = parts.desired().at(target.head());
    PruneGuard guard =
        branch
            .pruneOrders(
                target, ledger.deployed(), new RunLog(name(), 0, Commits.shortId(target.head())))
            .guard(parts.config().prune());
    Planner planner = new Planner(parts.confinement(), guard);
    Planned planned =
        planner.plan(manifests, ledger.inventory().known(), parts.cluster().cluster().kinds());
    if (planned instanceof Planned.Refused refused && refused.maySolveItself()) {
      planned =
          planner.plan(
              manifests, ledger.inventory().known(), parts.cluster().cluster().refreshKinds());
    }
    return switch (planned) {
      case Plan plan -> plan;
      case Planned.Refused refused ->
          throw new Stopped(
              new SyncOutcome.Refused(
                  FieldPlaces.at(parts, target.head(), manifests).pinpoint(refused.problems()),
                  true));
    };
  }

  private static Counts counts(Plan plan) {
    int created = (int) plan.changes().stream().filter(Action.Create.class::isInstance).count();
    return new Counts(
        plan.changes().size() + plan.unchanged().size(),
        created,
        plan.changes().size() - created,
        plan.unchanged().size(),
        plan.prunes().size());
  }
}
