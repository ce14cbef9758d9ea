package dev.backstay.cluster;

import dev.backstay.plan.ServedKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
   * At which rollout each Deployment stands.
   *
   * @param members as a dry-run answers: their rollout has not begun then
   * @return by uid
   */
  public static Map<String, Long> rollouts(Collection<Member> members) {
    Map<String, Long> rollouts = new TreeMap<>();
    members.stream()
        .filter(member -> member.key().groupKind().equals(DEPLOYMENT))
        .forEach(member -> rollouts.put(member.uid(), revision(member.metadata())));
    return rollouts;
  }

  /**
   * Names those that are in use again.
   *
   * @param before as {@link #rollouts} gave it before anything was applied
   * @return in their order
   * @throws ClusterException if they cannot be listed
   */
  public SortedSet<String> usedAgain(Map<String, Long> before, Collection<String> namespaces)
      throws ClusterException {
    if (before.isEmpty()) {
      return new TreeSet<>();
    }
    Map<String, Current> current = new HashMap<>();
    look(namespaces, current);
    if (!before.entrySet().stream().allMatch(b -> hasMovedOn(b, current))) {
      // it was only scaled, or the answer is older than its rollout
      look(namespaces, current);
    }
    SortedSet<String> again = new TreeSet<>();
    for (Map.Entry<String, Long> deployment : before.entrySet()) {
      Current set = current.get(deployment.getKey());
      if (set != null && set.wasUsedBefore && set.revision > deployment.getValue()) {
        again.add(set.name);
      }
    }
    return again;
  }

  private static boolean hasMovedOn(Map.Entry<String, Long> before, Map<String, Current> current) {
    Current set = current.get(before.getKey());
    return set != null && set.revision > before.getValue();
  }

  /** By the uid of their Deployment; what is newer than what is known takes its place. */
  private void look(Collection<String> namespaces, Map<String, Current> current)
      throws ClusterException {
    for (String namespace : namespaces) {
      Request all = Request.get(Request.collection(KIND, namespace)).metadataListOnly();
      new Pages(http, all).each(item -> take(item.path("metadata"), current));
    }
  }

  private static void take(JsonNode metadata, Map<String, Current> current) {
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
