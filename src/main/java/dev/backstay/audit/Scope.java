package dev.backstay.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the configuration lets an environment do.
 *
 * @param environment {@code namespace/name}
 * @param clusterKinds as they are written in the configuration: {@code Kind} or {@code
 *     Kind/pattern}
 * @param prunes whether anything may be deleted
 * @param largestShare of the inventory that one sync may delete, in percent
 * @param followsRewrites whether any head of the branch is followed
 * @param account as whom its objects are written: {@code namespace/name}, {@code name} in any
 *     namespace, or empty for the agent itself
 */
record Scope(
    String environment,
    Set<String> namespaces,
    List<String> clusterKinds,
    boolean prunes,
    int largestShare,
    boolean followsRewrites,
    String account) {
  Scope {
    namespaces = Set.copyOf(namespaces);
    clusterKinds = List.copyOf(clusterKinds);
  }

  static Scope of(JsonNode line) {
    Set<String> namespaces = new HashSet<>();
    line.path("namespaces").forEach(namespace -> namespaces.add(namespace.asString("")));
    List<String> kinds = new ArrayList<>();
    line.path("clusterKinds").forEach(kind -> kinds.add(kind.asString("")));
    return new Scope(
        line.path("environment").asString(""),
        namespaces,
        kinds,
        line.path("prune").asBoolean(true),
        line.path("maxShare").asInt(50),
        line.path("followsRewrites").asBoolean(false),
        line.path("serviceAccount").asString(""));
  }

  /** Whether this is the account of its objects. */
  boolean isAccount(String username) {
    if (username.isEmpty() || account.isEmpty()) {
      return username.equals(account);
    }
    String prefix = "system:serviceaccount:";
    String known = account.replace('/', ':');
    return username.startsWith(prefix)
        && (account.contains("/")
            ? username.equals(prefix + known)
            : username.matches(prefix + "[^:]+:\\Q" + known + "\\E"));
  }

  /** Whether a write may be about it. */
  boolean holds(ApiObject object) {
    if (!object.namespace().isEmpty() && !object.isCore("namespaces")) {
      return namespaces.contains(object.namespace());
    }
    return object.isCore("namespaces")
        ? namespaces.contains(object.name())
        : clusterKinds.stream().anyMatch(kind -> covers(kind, object));
  }

  /** The log names resources, the configuration kinds: the plural is made as Kubernetes does. */
  private static boolean covers(String kind, ApiObject object) {
    int slash = kind.indexOf('/');
    String name = (slash < 0 ? kind : kind.substring(0, slash)).toLowerCase(Locale.ROOT);
    boolean isKind =
        Set.of(name + "s", name + "es", name.replaceAll("y$", "ies")).contains(object.resource());
    return isKind && (slash < 0 || matches(kind.substring(slash + 1), object.name()));
  }

  private static boolean matches(String pattern, String name) {
    return name.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }
}
