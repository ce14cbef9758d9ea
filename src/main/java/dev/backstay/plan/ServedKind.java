package dev.backstay.plan;

/**
 * One kind in one version, as the API server serves it.
 *
 * @param group API group, empty for the core group
 * @param plural the resource in URLs: {@code deployments}
 */
public record ServedKind(
    String group, String version, String kind, String plural, boolean namespaced) {

  /** {@code apps/v1}, {@code v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code Deployment.apps}, {@code Service}. */
  public String groupKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
