package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.ObjectWatch;
import dev.backstay.health.HealthRules;
import dev.backstay.plan.ServedKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The watches of an environment: one for each kind with health of its own, in each namespace. */
final class Workloads implements AutoCloseable {
  private final EnvironmentCluster cluster;
  private final HealthBoard board;
  private final Map<String, ObjectWatch> watches = new HashMap<>();

  Workloads(EnvironmentCluster cluster, HealthBoard board) {
    this.cluster = cluster;
    this.board = board;
  }

  HealthBoard board() {
    return board;
  }

  /** Opens what is missing; what is no longer needed sees nothing and may stay. */
  void watch(Collection<String> groupKinds, Collection<String> namespaces) throws ClusterException {
    for (String groupKind : groupKinds) {
      if (HealthRules.WATCHED_KINDS.contains(groupKind)) {
        ServedKind kind = cluster.cluster().kinds().ofGroupKind(groupKind).orElse(null);
        if (kind != null) {
          namespaces.forEach(namespace -> open(kind, namespace));
        }
      }
    }
  }

  private void open(ServedKind kind, String namespace) {
    watches.computeIfAbsent(
        kind.groupKind() + "/" + namespace,
        _ -> new ObjectWatch(cluster.http(), cluster.set(), kind, namespace, board));
  }

  @Override
  public void close() {
    watches.values().forEach(ObjectWatch::close);
    watches.clear();
  }
}
