package dev.backstay.sync;

import dev.backstay.cluster.Applied;
import dev.backstay.cluster.Applier;
import dev.backstay.cluster.ClusterException;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The namespace holds the parent, so it comes before everything: from the folder if it is there.
 */
final class OwnNamespace {
  private final EnvironmentParts parts;
  private final Applier applier;
  private final Consumer<Applied> results;
  private final RunLog log;
  private final ObjectKey key;

  OwnNamespace(EnvironmentParts parts, Applier applier, Consumer<Applied> results, RunLog log) {
    this.parts = parts;
    this.applier = applier;
    this.results = results;
    this.log = log;
    this.key = new ObjectKey("", "Namespace", "", parts.config().namespace());
  }

  /** Makes it where it is missing. */
  void make(Plan plan) throws ClusterException, Stopped {
    switch (parts.cluster().namespaces().look(key.name())) {
      case ACTIVE -> {}
      case TERMINATING -> throw new Stopped(new SyncOutcome.Failed(List.of(terminating())));
      case MISSING -> create(plan);
    }
  }

  private Problem terminating() {
    return Problem.of(
        ProblemCode.TERMINATING,
        key,
        "the namespace is being deleted",
        "it is made again when it is gone");
  }

  private void create(Plan plan) throws ClusterException, Stopped {
    List<Action.Change> own = plan.changes().stream().filter(c -> c.key().equals(key)).toList();
    if (own.isEmpty()) {
      parts.cluster().namespaces().create(key.name());
      log.info("namespace/{} created", key.name());
      return;
    }
    for (Applied applied : applier.apply(own, Rehearsal.NONE::versionBefore, Set.of())) {
      results.accept(applied);
      if (applied instanceof Applied.Failed failed) {
        throw Stopped.by(List.of(failed.failure()));
      }
    }
  }
}
