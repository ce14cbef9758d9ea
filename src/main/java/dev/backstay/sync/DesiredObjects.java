package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.Action;
import dev.backstay.plan.Planner;
import java.util.HashMap;
import java.util.Map;

/** The objects of the deployed revision, as the drift of live ones is measured against them. */
final class DesiredObjects {
  private final EnvironmentParts parts;
  private String head = "";
  private Map<ObjectKey, Action.Change> objects = Map.of();

  DesiredObjects(EnvironmentParts parts) {
    this.parts = parts;
  }

  /**
   * Those of a revision, by the key they have in the cluster; kinds that are not served are left
   * out.
   *
   * @throws Stopped if the revision cannot be read (any more)
   */
  Map<ObjectKey, Action.Change> of(Deployed deployed) throws Stopped, ClusterException {
    if (!deployed.head().equals(head)) {
      Map<ObjectKey, Action.Change> placed = new HashMap<>();
      Planner.placed(
              parts.desired().at(deployed.head()),
              parts.confinement(),
              parts.cluster().cluster().kinds())
          .forEach(change -> placed.put(change.key(), change));
      objects = Map.copyOf(placed);
      head = deployed.head();
    }
    return objects;
  }

  /** What is served has changed: more or fewer of them have a place. */
  void forget() {
    head = "";
  }
}
