package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where an environment may put objects, whatever RBAC would let it do.
 *
 * @param namespace where manifests go that name none
 * @param namespaces all namespaces of the environment, {@code namespace} among them
 * @param clusterScoped says which objects without a namespace are allowed
 * @param reserved says which names are those of the agent's own objects in {@code namespace}
 */
public record Confinement(
    String namespace,
    Set<String> namespaces,
    Predicate<ObjectKey> clusterScoped,
    Predicate<String> reserved) {
  public Confinement {
    namespaces = Set.copyOf(namespaces);
  }

  /** The key with the namespace it will have in the cluster. */
  Manifest place(Manifest manifest, ServedKind kind) {
    if (!kind.namespaced()) {
      return manifest.key().namespace().isEmpty() ? manifest : manifest.inNamespace("");
    }
    return manifest.key().namespace().isEmpty() ? manifest.inNamespace(namespace) : manifest;
  }

  /** Says why a placed manifest is not allowed. */
  Optional<Problem> objectionTo(Manifest manifest, ServedKind kind) {
    if (!kind.namespaced()) {
      return objectionToClusterScoped(manifest);
    }
    ObjectKey key = manifest.key();
    if (!namespaces.contains(key.namespace())) {
      return confined(
          manifest,
          "namespace " + key.namespace() + " is not one of this environment",
          "it may use " + String.join(", ", namespaces.stream().sorted().toList()));
    }
    boolean core = key.group().isEmpty();
    if (core && key.namespace().equals(namespace) && reserved.test(key.name())) {
      return confined(manifest, "the name is reserved for Backstay's own records", "rename it");
    }
    return Optional.empty();
  }

  private Optional<Problem> objectionToClusterScoped(Manifest manifest) {
    ObjectKey key = manifest.key();
    if (key.kind().equals("Namespace") && key.group().isEmpty()) {
      return namespaces.contains(key.name())
          ? Optional.empty()
          : confined(
              manifest,
              "it is not a namespace of this environment",
              "list it under the environment's namespaces");
    }
    return clusterScoped.test(key)
        ? Optional.empty()
        : confined(
            manifest,
            "the cluster-scoped kind " + key.kind() + " is not allowed in this environment",
            "allow it under the environment's clusterKinds");
  }

  private static Optional<Problem> confined(Manifest manifest, String message, String hint) {
    return Optional.of(Problem.of(ProblemCode.CONFINED, manifest, message, hint));
  }
}
