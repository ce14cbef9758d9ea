package dev.backstay.sync;

import dev.backstay.cluster.Adoption;
import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.Applied;
import dev.backstay.cluster.Applier;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Parent;
import dev.backstay.cluster.Preparation;
import dev.backstay.cluster.Pruner;
import dev.backstay.cluster.ReplicaSets;
import dev.backstay.cluster.Replicas;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.KnownState;
import dev.backstay.plan.Plan;
import dev.backstay.plan.Planned;
import dev.backstay.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One pass of an environment, from a commit to its outcome. {@link #carryOut} is its table of
 * contents. Used once.
 */
final class SyncPass {
  private final EnvironmentParts parts;
  private final EnvironmentConfig config;
  private final EnvironmentCluster cluster;
  private final Ledger ledger;
  private final PassRecord record;
  private final RunLog log;
  private final BooleanSupplier overtaken;
  private final BooleanSupplier mustPause;
  private final PassCircumstances circumstances;
  private final Applier applier;
  private final boolean isFirst;

  /** An earlier try may have changed any object. */
  private final boolean wasLeftOpen;

  private final PruneRun prunes;
  private List<Manifest> desired = List.of();
  private Map<ObjectKey, Problem> leaving = Map.of();
  private List<Problem> notAllowed = List.of();
  private boolean begun;

  SyncPass(EnvironmentParts parts, Ledger ledger, PassRecord record, RunLog log) {
    this.parts = parts;
    this.config = parts.config();
    this.cluster = parts.cluster();
    this.ledger = ledger;
    this.record = record;
    this.log = log;
    this.overtaken = () -> parts.mailbox().isOvertaken(record.target());
    this.isFirst = ledger.deployed().isEmpty();
    this.wasLeftOpen = ledger.hasOpenIntent();
    this.mustPause = parts.pauseFrom(Optional.of(record.target()), ledger);
    this.prunes =
        new PruneRun(new Pruner(cluster.objects(), cluster.set(), mustPause), ledger, record, log);
    String cause =
        Commits.shortId(record.commit().revision().id()) + " " + record.commit().subject();
    this.circumstances = new PassCircumstances(parts, ledger, cause);
    this.applier = new Applier(cluster.objects(), cluster.set(), circumstances, mustPause);
  }

  /** Runs to an outcome; the one place where what went wrong on the way becomes a value. */
  SyncOutcome run() {
    return parts.access().explained(attempt());
  }

  private SyncOutcome attempt() {
    try {
      return carryOut();
    } catch (Stopped e) {
      return isWithoutLease(e.outcome())
          ? new SyncOutcome.Failed(List.of(HolderCheck.lapsed()))
          : pinpointed(e.outcome());
    } catch (ClusterException e) {
      return Stopped.outcomeOf(List.of(e.failure()));
    }
  }

  /** Whether writes were made whose intent only a later success may clear. */
  boolean leftHalfWay() {
    return begun;
  }

  /** Nothing newer took over: it is the Lease that made us stop. */
  private boolean isWithoutLease(SyncOutcome outcome) {
    return outcome instanceof SyncOutcome.Superseded && !overtaken.getAsBoolean();
  }

  /** With the line of the field that the API server names, instead of its document's. */
  private SyncOutcome pinpointed(SyncOutcome outcome) {
    return outcome instanceof SyncOutcome.Refused(List<Problem> problems, boolean isFinal)
        ? new SyncOutcome.Refused(
            FieldPlaces.at(parts, record.target().head(), desired).pinpoint(problems), isFinal)
        : outcome;
  }

  private SyncOutcome carryOut() throws Stopped, ClusterException {
    enter(State.CHECKING);
    desired = readable();
    Plan plan = plan(desired);
    desired = plan.desired();
    plan.unchanged().forEach(action -> record.result(action.manifest(), "unchanged"));
    Rehearsal rehearsal = rehearse(plan);

    enter(State.APPLYING);
    begin(plan);
    pruneFirst();
    List<Member> applied = apply(plan, rehearsal);

    enter(State.ROLLING_OUT);
    List<Problem> problems = new ArrayList<>(awaitHealth(applied));
    Standing standing = new Standing(parts, ledger, desired);

    enter(State.PRUNING);
    problems.addAll(prunes.rest(problems.isEmpty() && standing.mayPrune(), this::isCaughtUp));
    enter(State.SYNCED);
    problems.addAll(leaving.values());
    problems.addAll(notAllowed);
    record.ends(standing.ending(record.inputId(), log));
    begun = false;
    return standing.outcome(problems);
  }

  /** Said to the API server too: all other deletes come last. */
  private void pruneFirst() throws Stopped {
    cluster.isDoing(log.activity() + " prune-first");
    prunes.first();
    cluster.isDoing(log.activity());
  }

  private void enter(State state) throws Stopped {
    if (overtaken.getAsBoolean()) {
      throw new Stopped(new SyncOutcome.Superseded());
    }
    record.enter(state);
    if (state.isBusy()) {
      parts.status().isIn(state, record);
    }
  }

  /** All that the folder says; where some of it cannot be read, what else is wrong is told too. */
  private List<Manifest> readable() throws Stopped {
    DesiredState.Reading reading = parts.desired().read(record.target().head());
    if (reading.problems().isEmpty()) {
      return reading.manifests();
    }
    desired = reading.manifests();
    List<Problem> problems = new ArrayList<>(reading.problems());
    try {
      problems.addAll(planner().objectionsTo(desired, cluster.cluster().kinds()));
    } catch (ClusterException _) {
      // what is wrong already refuses it, whatever the cluster serves
    }
    throw new Stopped(new SyncOutcome.Refused(problems, true));
  }

  private Planner planner() {
    return new Planner(parts.confinement(), record.pruneOrders().guard(config.prune()));
  }

  private Plan plan(List<Manifest> manifests) throws Stopped, ClusterException {
    Planner planner = planner();
    leaving = parts.moves().leaving(manifests, ledger, record.target().head(), log);
    KnownState known = ledger.inventory().known().without(leaving.keySet());
    Planned planned = planner.plan(manifests, known, cluster.cluster().kinds());
    if (missesKinds(planned)) {
      planned = planner.plan(manifests, known, cluster.cluster().refreshKinds());
    }
    Plan plan =
        switch (planned) {
          case Plan made -> made;
          case Planned.Refused refused ->
              throw new Stopped(
                  new SyncOutcome.Refused(refused.problems(), !refused.maySolveItself()));
        };
    notAllowed = parts.access().before(plan);
    Adoption.Found found =
        cluster
            .adoption()
            .look(plan.changes().stream().filter(Action.Create.class::isInstance).toList());
    List<Problem> objections = parts.moves().standing(found, record.target().head());
    if (!objections.isEmpty()) {
      throw new Stopped(new SyncOutcome.Refused(objections, false));
    }
    circumstances.adopts(found.existing());
    return plan;
  }

  /** Whether it may be only that we do not know what the cluster serves by now. */
  private static boolean missesKinds(Planned planned) {
    return switch (planned) {
      case Planned.Refused refused -> refused.maySolveItself();
      case Plan plan ->
          plan.held().stream().anyMatch(h -> h.reason().code() == ProblemCode.KIND_NOT_SERVED);
    };
  }

  private Rehearsal rehearse(Plan plan) throws Stopped {
    prunes.rehearse(plan, record.pruneOrders().first());
    if (isFirst) {
      circumstances.rehearsed(List.of());
      return Rehearsal.NONE;
    }
    List<Applier.Rehearsed> results = prunes.inTheWay(applier.rehearse(plan.changes()));
    circumstances.rehearsed(results);
    Rehearsal rehearsal = Rehearsal.of(plan, results, parts.hands());
    if (!rehearsal.failures().isEmpty()) {
      throw Stopped.by(rehearsal.failures());
    }
    if (record.change().kind() != Change.Kind.DEPLOY) {
      record.rollsOutFrom(ReplicaSets.rollouts(passed(results)));
    }
    if (!rehearsal.complete()) {
      throw new Stopped(new SyncOutcome.Superseded());
    }
    rehearsal.deferred().values().stream()
        .flatMap(List::stream)
        .forEach(change -> log.info("deferred {}: it needs what this commit brings", change.key()));
    return rehearsal;
  }

  private static List<Member> passed(List<Applier.Rehearsed> results) {
    return results.stream()
        .filter(Applier.Rehearsed.Passed.class::isInstance)
        .map(result -> ((Applier.Rehearsed.Passed) result).member())
        .toList();
  }

  /** No write is made before the intent to write is on record. */
  private void begin(Plan plan) throws ClusterException, Stopped {
    if (plan.changes().isEmpty() && prunes.isIdle() && !ledger.hasOpenIntent()) {
      return;
    }
    if (mustPause.getAsBoolean()) {
      throw new Stopped(new SyncOutcome.Superseded());
    }
    new OwnNamespace(parts, applier, this::note, log).make(plan);
    Intent intent = Intent.of(record, parts.clock().instant());
    record.takesOverFrom(
        ledger.begin(
            intent, plan.desired(), Map.of(Parent.HOLDER, cluster.cluster().lease().holder())));
    begun = true;
    parts.listener().onBegin(config.name(), intent.revision(), record.change());
  }

  private List<Member> apply(Plan plan, Rehearsal rehearsal) throws Stopped, ClusterException {
    // who scales what must be known before a workload is adopted
    parts.watches().open(adoptedWorkloads(plan), config.allNamespaces());
    plan.changes().stream()
        .filter(c -> isAsDesired(c, rehearsal))
        .forEach(c -> stands(c.manifest(), rehearsal));
    List<List<Action.Change>> waves =
        plan.waves().stream()
            .map(wave -> wave.stream().filter(c -> !isDone(c)).toList())
            .filter(wave -> !wave.isEmpty())
            .toList();
    return new WaveRun(cluster, applier, parts.mailbox(), overtaken, this::note)
        .run(waves, rehearsal, isFirst, config.healthTimeout());
  }

  private Set<String> adoptedWorkloads(Plan plan) {
    return plan.changes().stream()
        .filter(c -> circumstances.before(c.key()).taking() == Preparation.Taking.DEPLOYER)
        .map(c -> c.key().groupKind())
        .filter(Replicas.SCALED_KINDS::contains)
        .collect(Collectors.toSet());
  }

  /**
   * Where our own records are lost, the rehearsal tells what need not be written. An object that
   * was written in this very minute is not trusted: times in ownership are in seconds.
   */
  private boolean isAsDesired(Action.Change change, Rehearsal rehearsal) {
    Optional<OwnershipBoard.Seen> live = parts.watches().ownership().seen(change.key());
    return live.isPresent()
        && ledger.inventory().owns(change.key())
        && !circumstances.before(change.key()).isNeeded()
        && rehearsal
            .foreseen(change.manifest())
            .filter(f -> f.isSameAs(live.get(), parts.clock().instant()))
            .isPresent();
  }

  private void stands(Manifest manifest, Rehearsal rehearsal) {
    rehearsal
        .foreseen(manifest)
        .ifPresent(foreseen -> ledger.inventory().applied(manifest, foreseen.ownership()));
    record.result(manifest, Applied.Word.UNCHANGED.toString());
  }

  /** It stands already, or is the namespace, which had to come before its wave. */
  private boolean isDone(Action.Change change) {
    return ledger.inventory().isApplied(change.manifest());
  }

  private void note(Applied applied) {
    Manifest manifest = applied.manifest();
    switch (applied) {
      case Applied.Done(Manifest _, Applied.Word word, Member member) -> {
        ledger.inventory().applied(manifest, member.ownership(parts.hands()));
        parts.watches().ownership().wrote(member);
        record.result(manifest, word.toString());
        log.info("applied {} {} ({})", manifest.key(), word, manifest.source());
      }
      case Applied.Terminating(Manifest _, List<String> finalizers) -> {
        ledger.inventory().uncertain(manifest.key());
        log.info("waiting for deletion of {} {}", manifest.key(), finalizers);
      }
      case Applied.Failed(Manifest _, ApiFailure failure) -> {
        if (failure.kind() == ApiFailure.Kind.PASSING) {
          ledger.inventory().uncertain(manifest.key());
        }
        record.result(manifest, "failed");
        log.warn("{}", failure.problem());
      }
      case Applied.Skipped _ -> {}
    }
  }

  private List<Problem> awaitHealth(List<Member> applied) throws ClusterException, Stopped {
    parts.watches().open(ledger.inventory().groupKinds(), config.allNamespaces());
    Map<ObjectKey, Long> versions = new TreeMap<>();
    if (wasLeftOpen) {
      desired.forEach(manifest -> versions.put(manifest.key(), 0L));
    }
    applied.forEach(member -> versions.put(member.key(), member.version()));
    List<Problem> problems =
        new RolloutWatch(parts, mustPause, log).await(versions, config.healthTimeout(), overtaken);
    if (overtaken.getAsBoolean()) {
      throw new Stopped(new SyncOutcome.Superseded());
    }
    return problems;
  }

  /** Whether the watch of its kind has told our own last write to that. */
  private boolean isCaughtUp(Action.Prune prune) {
    return parts.watches().caughtUp(prune.key().groupKind(), prune.key().namespace(), overtaken);
  }
}
