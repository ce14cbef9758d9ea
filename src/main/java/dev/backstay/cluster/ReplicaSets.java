package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Finds the Deployments that went back to an earlier ReplicaSet, since their pod template is what
 * it was then. Its controller gives that set the newest revision number, and keeps the earlier ones
 * beside it, see <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-back-a-deployment">Rolling
 * back a Deployment</a>.
 */
public final class ReplicaSets {
  private static final ServedKind KIND =
      new ServedKind("apps", "v1", "ReplicaSet", "replicasets", true);
  private static final String DEPLOYMENT = "Deployment.apps";
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String EARLIER_REVISIONS = "deployment.kubernetes.io/revision-history";

  private final KubeHttp http;

  public ReplicaSets(KubeHttp http) {
    this.http = http;
  }

  /** One of a Deployment; of several, the one with the highest revision is in use. */
  private record Current(String name, long revision, boolean wasUsedBefore) {}

  /**
   * Names those that are in use again.
   *
   * @param applied what was applied, as the API server answered: the rollout had not begun then
   * @return by Deployment; others are left out
   * @throws ClusterException if they cannot be listed
   */
  public Map<ObjectKey, String> usedAgain(Collection<Member> applied) throws ClusterException {
    Map<String, Member> deployments =
        applied.stream()
            .filter(member -> member.key().groupKind().equals(DEPLOYMENT))
            .collect(Collectors.toMap(Member::uid, member -> member, (_, newer) -> newer));
    Set<String> namespaces =
        deployments.values().stream().map(m -> m.key().namespace()).collect(Collectors.toSet());
    Map<String, Current> current = new HashMap<>();
    for (String namespace : namespaces) {
      Request all = Request.get(Request.collection(KIND, namespace)).metadataListOnly();
      new Pages(http, all).each(item -> look(item.path("metadata"), current));
    }
    Map<ObjectKey, String> again = new TreeMap<>();
    deployments.forEach(
        (uid, deployment) -> {
          Current set = current.get(uid);
          if (set != null && set.wasUsedBefore && set.revision > revision(deployment.metadata())) {
            again.put(deployment.key(), set.name);
          }
        });
    return again;
  }

  private static void look(JsonNode metadata, Map<String, Current> current) {
    boolean wasUsedBefore = metadata.path("annotations").has(EARLIER_REVISIONS);
    Current set =
        new Current(metadata.path("name").asString(""), revision(metadata), wasUsedBefore);
    for (JsonNode owner : metadata.path("ownerReferences")) {
      current.merge(
          owner.path("uid").asString(""),
          set,
          (one, other) -> one.revision >= other.revision ? one : other);
    }
  }

  private static long revision(JsonNode metadata) {
    return metadata.path("annotations").path(REVISION).asLong(0);
  }
}
