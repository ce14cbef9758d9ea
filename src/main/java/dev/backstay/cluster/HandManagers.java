package dev.backstay.cluster;

import dev.backstay.cluster.ManagedFields.Entry;
import java.util.List;
import java.util.Set;

/**
 * The field managers behind which people are: what they change or add on a live object is drift,
 * unlike what controllers do.
 *
 * @param patterns names; a {@code *} at the end stands for any rest
 */
public record HandManagers(List<String> patterns) {
  private static final List<String> RESTARTED_AT =
      List.of(
          "f:spec",
          "f:template",
          "f:metadata",
          "f:annotations",
          "f:kubectl.kubernetes.io/restartedAt");

  /** {@code spec.replicas}, which autoscalers and {@code kubectl scale} write too. */
  static final List<String> REPLICAS = List.of("f:spec", "f:replicas");

  /** Who waits for an object's end, and whose it is: to take that away could lose data. */
  private static final List<String> LIFE = List.of("f:finalizers", "f:ownerReferences");

  public HandManagers {
    patterns = List.copyOf(patterns);
  }

  boolean include(Entry entry) {
    return entry.subresource().isEmpty() && !entry.isOurs() && matches(entry.manager());
  }

  private boolean matches(String manager) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? manager.startsWith(pattern.substring(0, pattern.length() - 1))
                    : manager.equals(pattern));
  }

  /**
   * What the apply of a changed manifest takes over of a person's entry: all of it, so that nothing
   * done by hand outlives the next commit. A number of replicas stays as it was scaled.
   */
  FieldSet taken(Entry entry) {
    return include(entry) ? movable(entry) : FieldSet.EMPTY;
  }

  /**
   * What is taken over of who deployed an object before us: a person's tool, or whoever owns half
   * of what we are about to own. Controllers own a field here and there.
   */
  FieldSet deployedBefore(Entry entry, FieldSet ours) {
    boolean ownsMost =
        entry.subresource().isEmpty()
            && !ours.isEmpty()
            && 2 * entry.fields().intersection(ours).paths().size() >= ours.paths().size();
    return include(entry) || ownsMost ? movable(entry) : FieldSet.EMPTY;
  }

  /**
   * What a person added to an object: not what we own too, and neither a number of replicas that
   * git leaves open nor the mark of {@code kubectl rollout restart}.
   */
  FieldSet additions(Entry entry, FieldSet ours) {
    return include(entry)
        ? movable(entry)
            .without(Set.of(RESTARTED_AT))
            .only(path -> !ours.has(path) && !ours.hasInside(path))
        : FieldSet.EMPTY;
  }

  private static FieldSet movable(Entry entry) {
    return entry
        .fields()
        .without(Set.of(REPLICAS))
        .only(path -> !isAboutLife(path) && !speaksToUs(path));
  }

  /** {@code backstay.dev/prune: never}, said of the live object, must not be unsaid by us. */
  private static boolean speaksToUs(List<String> path) {
    return path.size() == 3
        && path.get(1).equals("f:annotations")
        && path.get(2).startsWith("f:" + Parent.OURS);
  }

  private static boolean isAboutLife(List<String> path) {
    return path.size() > 1 && path.getFirst().equals("f:metadata") && LIFE.contains(path.get(1));
  }
}
