package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.PodReplacement;
import dev.backstay.health.PodReport;
import dev.backstay.health.StuckPod;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Where the environment is configured so, deletes the pod of a bad revision for which a StatefulSet
 * waits in vain: each pod once.
 */
final class Unsticker {
  private final EnvironmentParts parts;
  private final BooleanSupplier mustPause;
  private final RunLog log;
  private final Set<String> done = new HashSet<>();

  Unsticker(EnvironmentParts parts, BooleanSupplier mustPause, RunLog log) {
    this.parts = parts;
    this.mustPause = mustPause;
    this.log = log;
  }

  /** Whether there is such a pod; asks nobody. */
  boolean isNeeded() {
    return !pods().isEmpty();
  }

  private List<StuckPod> pods() {
    return parts.config().unstick()
        ? parts.watches().health().stuckPods().stream()
            .filter(stuck -> !done.contains(stuck.pod().uid()))
            .toList()
        : List.of();
  }

  void act() {
    for (StuckPod stuck : pods()) {
      if (mustPause.getAsBoolean()) {
        return;
      }
      PodReport pod = stuck.pod();
      done.add(pod.uid());
      // said to the API server too: this is no prune
      parts.cluster().isDoing(log.activity() + " unstick");
      Optional<ApiFailure> failure =
          new PodReplacement(parts.cluster().objects())
              .replace(stuck.namespace(), pod.name(), pod.uid());
      parts.cluster().isDoing(log.activity());
      failure.ifPresentOrElse(
          problem -> log.warn("{}", problem.problem()),
          () ->
              log.warn(
                  "unstuck pod/{} of revision {}, for which its StatefulSet waited: deleted, to be"
                      + " replaced by {}",
                  pod.name(),
                  pod.revision(),
                  stuck.wanted()));
    }
  }
}
