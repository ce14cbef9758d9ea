package dev.backstay.plan;

import dev.backstay.manifest.ObjectKey;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Objects that no folder may hold, whatever its environment is allowed: those by which Backstay
 * works, and those of Kubernetes itself that some names lead to.
 *
 * @param records of all environments of the agent, which may share namespaces
 * @param accounts by which Backstay acts: {@code namespace/name}
 */
public record Reserved(Set<Records> records, Set<String> accounts) {
  public static final Reserved NOTHING_OF_OURS = new Reserved(Set.of(), Set.of());

  private static final String BACKSTAYS = "it is kept for Backstay's own records";
  private static final String KUBERNETES = "it belongs to Kubernetes itself";
  private static final String RBAC = "rbac.authorization.k8s.io";

  private static final Set<String> WIDE_ROLES = Set.of("admin", "cluster-admin", "edit", "view");
  private static final Set<String> FLOWS = Set.of("catch-all", "exempt", "global-default");
  private static final Set<String> SERVICE =
      Set.of("Service", "Endpoints", "EndpointSlice.discovery.k8s.io");

  /** Without a dot or by name: the groups that the API server serves itself. */
  private static final Pattern SERVED_ITSELF =
      Pattern.compile(
          "v[0-9a-z]+\\.([a-z]*|(admissionregistration|apiextensions|apiregistration|authentication"
              + "|authorization|certificates|coordination|discovery|events|flowcontrol\\.apiserver"
              + "|internal\\.apiserver|networking|node|rbac\\.authorization|resource|scheduling"
              + "|storage|storagemigration)\\.k8s\\.io)");

  public Reserved {
    records = Set.copyOf(records);
    accounts = Set.copyOf(accounts);
  }

  /**
   * Where the records of an environment are.
   *
   * @param parent name of the ConfigMap, and of the Secret with the key
   */
  public record Records(String namespace, String parent) {
    private static final Pattern SHARD = Pattern.compile("-digests(-[0-9]+)?");

    boolean hold(ObjectKey key) {
      if (!key.namespace().equals(namespace) || !key.name().startsWith(parent)) {
        return false;
      }
      String rest = key.name().substring(parent.length());
      return switch (key.groupKind()) {
        case "ConfigMap" -> rest.isEmpty() || SHARD.matcher(rest).matches();
        case "Secret" -> rest.isEmpty();
        default -> false;
      };
    }
  }

  /** Why an object is kept out of folders; empty if it is not. */
  Optional<String> by(ObjectKey key) {
    if (records.stream().anyMatch(r -> r.hold(key))) {
      return Optional.of(BACKSTAYS);
    }
    return switch (key.groupKind()) {
      case "Lease.coordination.k8s.io" ->
          when(key.name().startsWith("backstay-"), "agents show by such Leases that they live");
      case "ServiceAccount" ->
          when(accounts.contains(key.namespace() + "/" + key.name()), "Backstay acts by it");
      case "ConfigMap" -> when(key.name().equals("kube-root-ca.crt"), KUBERNETES);
      default -> when(isOfKubernetes(key), KUBERNETES);
    };
  }

  private static boolean isOfKubernetes(ObjectKey key) {
    String name = key.name();
    if (key.group().equals(RBAC)) {
      boolean wide = key.kind().startsWith("ClusterRole") && WIDE_ROLES.contains(name);
      return wide || name.startsWith("system:");
    }
    return switch (key.groupKind()) {
      case "APIService.apiregistration.k8s.io" -> SERVED_ITSELF.matcher(name).matches();
      case "FlowSchema.flowcontrol.apiserver.k8s.io",
          "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io" ->
          FLOWS.contains(name) || name.startsWith("system-");
      case "PriorityClass.scheduling.k8s.io" -> name.startsWith("system-");
      default ->
          SERVICE.contains(key.groupKind())
              && key.namespace().equals("default")
              && name.equals("kubernetes");
    };
  }

  private static Optional<String> when(boolean holds, String reason) {
    return holds ? Optional.of(reason) : Optional.empty();
  }
}
