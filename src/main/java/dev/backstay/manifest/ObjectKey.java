package dev.backstay.manifest;

import java.util.Comparator;
import java.util.Locale;

/**
 * Names one Kubernetes object, whatever version of its API it is written in.
 *
 * @param group API group, empty for the core group
 * @param namespace empty for cluster-scoped objects, and for manifests that name none
 */
public record ObjectKey(String group, String kind, String namespace, String name)
    implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::group)
          .thenComparing(ObjectKey::kind)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  public ObjectKey withNamespace(String newNamespace) {
    return new ObjectKey(group, kind, newNamespace, name);
  }

  /** The group and kind as ApplySets write them: {@code Deployment.apps}, {@code Service}. */
  public String groupKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  /** As kubectl names objects: {@code deployment.apps/backend}. */
  @Override
  public String toString() {
    return groupKind().toLowerCase(Locale.ROOT) + "/" + name;
  }
}
