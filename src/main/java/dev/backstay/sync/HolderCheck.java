package dev.backstay.sync;

import dev.backstay.cluster.AgentLease;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Parent;
import dev.backstay.cluster.ParentStore;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leaves an environment to the agent that holds it, for as long as that one renews its Lease. What
 * counts is that the renewal stays the same for a Lease's duration by our own clock: two clocks may
 * differ.
 */
final class HolderCheck {
  private final AgentLease lease;
  private final ParentStore parents;
  private final Clock clock;
  private @Nullable Sighting sighting;

  private record Sighting(String renewTime, Instant since) {}

  HolderCheck(AgentLease lease, ParentStore parents, Clock clock) {
    this.lease = lease;
    this.parents = parents;
    this.clock = clock;
  }

  /** Says who holds the environment, if it is another living agent. */
  Optional<Problem> objectionTo(Parent parent) throws ClusterException {
    String holder = parent.holder();
    if (holder.isEmpty() || holder.equals(lease.holder())) {
      return Optional.empty();
    }
    return switch (lease.look(holder)) {
      case AgentLease.Other.Absent() -> Optional.empty();
      case AgentLease.Other.Present(String renewTime) ->
          hasRunOut(renewTime) ? Optional.empty() : Optional.of(heldBy(holder));
    };
  }

  /**
   * Takes over from an agent that is gone, so that it notices when it comes back; before that,
   * nothing of the environment is written. Without an agent before us the first sync does it. What
   * is given is the newest there is.
   */
  Parent claim(Parent parent) throws ClusterException {
    if (!parent.holder().isEmpty() && !parent.holder().equals(lease.holder())) {
      return parents.write(parent.withAnnotations(Map.of(Parent.HOLDER, lease.holder())));
    }
    if (parent.exists()) {
      parents.confirm(parent);
    }
    return parent;
  }

  private boolean hasRunOut(String renewTime) {
    Instant now = clock.instant();
    Sighting before = sighting;
    if (before == null || !before.renewTime().equals(renewTime)) {
      sighting = new Sighting(renewTime, now);
      return false;
    }
    return before.since().plus(AgentLease.DURATION).isBefore(now);
  }

  /** Why nothing more is written for now. */
  static Problem lapsed() {
    return Problem.general(
        ProblemCode.CLUSTER_UNREACHABLE,
        "the agent's Lease could not be renewed in time, so nothing more was written",
        "");
  }

  private static Problem heldBy(String holder) {
    return Problem.general(
        ProblemCode.HELD_BY_OTHER,
        "the environment is held by the agent " + holder,
        "it is taken over when that agent stops, or when its Lease runs out");
  }
}
