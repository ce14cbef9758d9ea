package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.Applied;
import dev.backstay.cluster.Applier;
import dev.backstay.cluster.Applier.Rehearsed;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Member;
import dev.backstay.health.Health;
import dev.backstay.health.HealthRules;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.ApplyOrder;
import dev.backstay.plan.CustomKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Applies a plan wave by wave. A failure lets the rest of its wave go on, and no later wave; in a
 * first sync all waves are tried, to tell all errors.
 */
final class WaveRun {
  private static final Duration DEFINITION_SETTLES = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final EnvironmentCluster cluster;
  private final Applier applier;
  private final Mailbox mailbox;
  private final BooleanSupplier overtaken;
  private final Consumer<Applied> results;
  private final Set<String> settling = new HashSet<>();
  private final List<Member> done = new ArrayList<>();

  WaveRun(
      EnvironmentCluster cluster,
      Applier applier,
      Mailbox mailbox,
      BooleanSupplier overtaken,
      Consumer<Applied> results) {
    this.cluster = cluster;
    this.applier = applier;
    this.mailbox = mailbox;
    this.overtaken = overtaken;
    this.results = results;
  }

  /**
   * Applies all waves.
   *
   * @param isFirst nothing was deployed before
   * @param terminatingTimeout how long to wait for objects that are being deleted
   * @return what was applied
   */
  List<Member> run(
      List<List<Action.Change>> waves,
      Rehearsal rehearsal,
      boolean isFirst,
      Duration terminatingTimeout)
      throws Stopped, ClusterException {
    List<ApiFailure> failures = new ArrayList<>();
    rehearseDeferred(rehearsal.deferred().getOrDefault(Rehearsal.AFTER_FIRST_PRUNES, List.of()));
    for (List<Action.Change> wave : waves) {
      makeRoom(wave, rehearsal, terminatingTimeout);
      List<Action.Change> terminating = new ArrayList<>();
      failures.addAll(apply(wave, rehearsal, terminating));
      waitForDeletion(terminating, terminatingTimeout);
      if (!failures.isEmpty() && !isFirst) {
        break;
      }
      awaitDefinitions(wave);
      int number = ApplyOrder.wave(wave.getFirst().key());
      rehearseDeferred(rehearsal.deferred().getOrDefault(number, List.of()));
    }
    if (!failures.isEmpty()) {
      throw Stopped.by(failures);
    }
    return done;
  }

  private List<ApiFailure> apply(
      List<Action.Change> wave, Rehearsal rehearsal, List<Action.Change> terminating)
      throws Stopped {
    Map<ObjectKey, Action.Change> changes = new HashMap<>();
    wave.forEach(change -> changes.put(change.key(), change));
    List<ApiFailure> failures = new ArrayList<>();
    boolean skipped = false;
    for (Applied applied : applier.apply(wave, rehearsal::versionBefore, settling)) {
      results.accept(applied);
      switch (applied) {
        case Applied.Done(Manifest _, Applied.Word _, Member member) -> done.add(member);
        case Applied.Failed(Manifest _, ApiFailure failure) -> failures.add(failure);
        case Applied.Terminating(Manifest manifest, List<String> _) ->
            Optional.ofNullable(changes.get(manifest.key())).ifPresent(terminating::add);
        case Applied.Skipped _ -> skipped = true;
      }
    }
    if (skipped) {
      throw new Stopped(new SyncOutcome.Superseded());
    }
    return failures;
  }

  /** Deletes what can only be created anew, right before it is. */
  private void makeRoom(List<Action.Change> wave, Rehearsal rehearsal, Duration atMost)
      throws Stopped, ClusterException {
    for (Action.Change change : wave) {
      if (rehearsal.replaced().contains(change.key())) {
        results.accept(new Applied.Terminating(change.manifest(), List.of()));
        Optional<ApiFailure> failure = applier.recreation().makeRoom(change);
        if (failure.isPresent()) {
          throw Stopped.by(List.of(failure.get()));
        }
        awaitGone(change, atMost);
      }
    }
  }

  /** Applying onto an object that is being deleted succeeds, and then the object vanishes. */
  private void waitForDeletion(List<Action.Change> terminating, Duration atMost)
      throws Stopped, ClusterException {
    for (Action.Change change : terminating) {
      awaitGone(change, atMost);
      List<ApiFailure> failures = apply(List.of(change), Rehearsal.NONE, new ArrayList<>());
      if (!failures.isEmpty()) {
        throw Stopped.by(failures);
      }
    }
  }

  private void awaitGone(Action.Change change, Duration atMost) throws Stopped, ClusterException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (cluster
        .live()
        .look(change.kind(), change.key())
        .filter(Member::terminating)
        .isPresent()) {
      if (mailbox.await(overtaken, LOOK_AGAIN)) {
        throw new Stopped(new SyncOutcome.Superseded());
      }
      if (System.nanoTime() > deadline) {
        throw new Stopped(new SyncOutcome.Failed(List.of(stillTerminating(change))));
      }
    }
  }

  private static Problem stillTerminating(Action.Change change) {
    return Problem.of(
        ProblemCode.TERMINATING,
        change.manifest(),
        "the object is being deleted and waits for its finalizers",
        "it is applied again when it is gone");
  }

  /** What a definition brings is served some time after it was applied. */
  private void awaitDefinitions(List<Action.Change> wave) throws Stopped, ClusterException {
    List<Action.Change> definitions =
        wave.stream().filter(change -> CustomKinds.isDefinition(change.manifest())).toList();
    for (Action.Change definition : definitions) {
      settling.addAll(Rehearsal.definedKinds(definition.manifest()));
      long deadline = System.nanoTime() + DEFINITION_SETTLES.toNanos();
      Health health = healthOf(definition);
      while (!health.isHealthy()) {
        if (mailbox.await(overtaken, LOOK_AGAIN)) {
          throw new Stopped(new SyncOutcome.Superseded());
        }
        if (health instanceof Health.Failed || System.nanoTime() > deadline) {
          throw new Stopped(new SyncOutcome.Failed(List.of(notEstablished(definition, health))));
        }
        health = healthOf(definition);
      }
    }
    if (!definitions.isEmpty()) {
      cluster.cluster().refreshKinds();
    }
  }

  private Health healthOf(Action.Change definition) throws ClusterException {
    return cluster
        .live()
        .read(definition.kind(), definition.key())
        .map(object -> HealthRules.of(definition.key().groupKind(), object))
        .orElse(new Health.Progressing("waiting to see it"));
  }

  private static Problem notEstablished(Action.Change definition, Health health) {
    return Problem.of(ProblemCode.UNHEALTHY, definition.manifest(), health.sentence(), "");
  }

  private void rehearseDeferred(List<Action.Change> deferred) throws Stopped {
    List<Action.Change> left = deferred;
    long deadline = System.nanoTime() + DEFINITION_SETTLES.toNanos();
    while (!left.isEmpty()) {
      List<ApiFailure> failures = new ArrayList<>();
      List<Action.Change> again = new ArrayList<>();
      for (Rehearsed result : applier.rehearse(left)) {
        if (result instanceof Rehearsed.Failed failed) {
          failures.add(failed.failure());
          if (failed.notFound() && settling.contains(failed.change().key().groupKind())) {
            again.add(failed.change());
          }
        }
      }
      if (failures.size() > again.size() || (!again.isEmpty() && System.nanoTime() > deadline)) {
        throw Stopped.by(failures);
      }
      left = again;
      if (!left.isEmpty() && mailbox.await(overtaken, LOOK_AGAIN)) {
        throw new Stopped(new SyncOutcome.Superseded());
      }
    }
  }
}
