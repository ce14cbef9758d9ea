package dev.backstay.cluster.access;

import java.util.Comparator;

/**
 * Where an account must be allowed something: one resource in one namespace.
 *
 * @param namespace empty for the whole cluster; of a Namespace itself it is its own name, as the
 *     API server sees it
 * @param group empty for the core group
 * @param resource plural
 */
public record Place(String namespace, String group, String resource) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::isInCluster)
          .thenComparing(Place::namespace)
          .thenComparing(Place::group)
          .thenComparing(Place::resource);

  /** Whether a Role in a namespace cannot give it, or not before that namespace is there. */
  public boolean isInCluster() {
    return namespace.isEmpty() || (group.isEmpty() && resource.equals("namespaces"));
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
