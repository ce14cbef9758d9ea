package dev.backstay.plan;

import dev.backstay.manifest.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What kinds exist: those a cluster serves, and those a commit is about to bring with its CRDs. */
public final class ServedKinds {
  private final String clusterVersion;
  private final Map<String, ServedKind> byVersionAndKind;

  /**
   * Takes the kinds that are known to exist.
   *
   * @param clusterVersion of Kubernetes, for messages: {@code 1.37}
   * @param kinds the preferred version of a group first
   */
  public ServedKinds(String clusterVersion, Collection<ServedKind> kinds) {
    this.clusterVersion = clusterVersion;
    this.byVersionAndKind = new LinkedHashMap<>();
    kinds.forEach(k -> byVersionAndKind.putIfAbsent(id(k.apiVersion(), k.kind()), k));
  }

  /** These kinds and others, which do not replace what is there. */
  public ServedKinds and(Collection<ServedKind> others) {
    Collection<ServedKind> all = new ArrayList<>(byVersionAndKind.values());
    all.addAll(others);
    return new ServedKinds(clusterVersion, all);
  }

  public Optional<ServedKind> find(String apiVersion, String kind) {
    return Optional.ofNullable(byVersionAndKind.get(id(apiVersion, kind)));
  }

  /** The kind of an object whose version is not known: the preferred version of its group. */
  public Optional<ServedKind> find(ObjectKey key) {
    return ofGroupKind(key.groupKind());
  }

  /** By group and kind as ApplySets write them: {@code Deployment.apps}. */
  public Optional<ServedKind> ofGroupKind(String groupKind) {
    return byVersionAndKind.values().stream()
        .filter(k -> k.groupKind().equals(groupKind))
        .findFirst();
  }

  /** The API versions that serve a kind of this name, in any group. */
  public List<String> apiVersionsOf(String kind) {
    return byVersionAndKind.values().stream()
        .filter(k -> k.kind().equals(kind))
        .map(ServedKind::apiVersion)
        .distinct()
        .toList();
  }

  /** The names of all kinds, for suggestions. */
  public List<String> kindNames() {
    return byVersionAndKind.values().stream().map(ServedKind::kind).distinct().toList();
  }

  public String clusterVersion() {
    return clusterVersion;
  }

  private static String id(String apiVersion, String kind) {
    return apiVersion + " " + kind;
  }
}
