package dev.backstay.cluster;

import dev.backstay.manifest.Manifest;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Whether git says how many replicas a workload has. */
public final class Replicas {
  /** The built-in kinds that an autoscaler can look after, as {@code Kind.group}. */
  public static final Set<String> SCALED_KINDS =
      Set.of("Deployment.apps", "StatefulSet.apps", "ReplicaSet.apps", "ReplicationController");

  private static final JsonMapper JSON = JsonMapper.shared();

  private Replicas() {}

  /** Only of kinds that can be scaled: others are not looked into. */
  public static boolean areSetBy(Manifest manifest) {
    return SCALED_KINDS.contains(manifest.key().groupKind())
        && JSON.readTree(manifest.json()).path("spec").has("replicas");
  }
}
