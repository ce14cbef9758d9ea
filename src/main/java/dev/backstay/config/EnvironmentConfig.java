package dev.backstay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of the config repo, tied to a cluster and a namespace.
 *
 * @param path from the root of the repository, with / between and none around
 * @param namespace of manifests that name none, and of the environment's own records
 * @param namespaces more of them that manifests may name
 * @param clusterKinds cluster-scoped objects that the folder may hold
 * @param deniedKinds objects that it may not hold, whatever else is said
 * @param kubeconfig of the cluster; empty for the cluster that the agent runs in
 * @param healthTimeout for workloads to become healthy after a change
 * @param unstick whether a pod of a bad revision, for which a StatefulSet waits, is deleted
 * @param serviceAccount as which objects are read and written; empty: as the agent itself
 * @param tier what it is for, as a label of metrics; empty if nobody said
 */
public record EnvironmentConfig(
    String name,
    String path,
    String namespace,
    List<String> namespaces,
    List<KindPattern> clusterKinds,
    List<KindPattern> deniedKinds,
    Optional<Path> kubeconfig,
    PruneConfig prune,
    DriftConfig drift,
    Duration healthTimeout,
    boolean unstick,
    Optional<ServiceAccount> serviceAccount,
    Optional<Tier> tier) {
  static final Duration DEFAULT_HEALTH_TIMEOUT = Duration.ofMinutes(5);
  static final Duration SHORTEST_HEALTH_TIMEOUT = Duration.ofSeconds(1);

  public EnvironmentConfig {
    Names.environment(name);
    path = Names.folder(path);
    Names.namespace(namespace);
    namespaces = List.copyOf(namespaces);
    clusterKinds = List.copyOf(clusterKinds);
    deniedKinds = List.copyOf(deniedKinds);
    Durations.atLeast(SHORTEST_HEALTH_TIMEOUT, healthTimeout);
    Set<String> seen = new HashSet<>(Set.of(namespace));
    for (String another : namespaces) {
      if (!seen.add(Names.namespace(another))) {
        throw new BadValue("namespaces: " + another + " is named twice");
      }
    }
  }

  /** Whether the folder may hold this cluster-scoped object. */
  public boolean allows(String kind, String objectName) {
    return clusterKinds.stream().anyMatch(allowed -> allowed.covers(kind, objectName));
  }

  /** Whether the folder may not hold this object, even if its kind is allowed. */
  public boolean denies(String kind, String objectName) {
    return deniedKinds.stream().anyMatch(denied -> denied.covers(kind, objectName));
  }

  /** Every namespace that manifests may name; the first is the default one. */
  public List<String> allNamespaces() {
    return Stream.concat(Stream.of(namespace), namespaces.stream()).toList();
  }

  /** What no two environments may have in common. */
  Place place() {
    return new Place(path, kubeconfig, namespace);
  }

  record Place(String path, Optional<Path> kubeconfig, String namespace) {}
}
