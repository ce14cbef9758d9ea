package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What an environment may do, whatever RBAC would let it: where objects may be, which, and what
 * they may name.
 *
 * @param namespace where manifests go that name none
 * @param namespaces all namespaces of the environment, {@code namespace} among them
 * @param clusterScoped says which objects without a namespace are allowed
 * @param denied says which objects are not, wherever they are
 * @param reserved what no folder may hold
 */
public record Confinement(
    String namespace,
    Set<String> namespaces,
    Predicate<ObjectKey> clusterScoped,
    Predicate<ObjectKey> denied,
    Reserved reserved) {
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

  /** Says why a placed manifest may not be where it is. */
  Optional<Problem> objectionToPlace(Manifest manifest, ServedKind kind) {
    return place(manifest.key(), kind).map(objection -> objection.about(manifest));
  }

  /** Says why an object that left the folder may not be deleted: it is not ours to touch now. */
  Optional<Problem> objectionToDelete(ObjectKey key, ServedKind kind) {
    return place(key, kind)
        .map(
            objection ->
                Problem.of(
                    ProblemCode.CONFINED,
                    key,
                    "it left the folder and is kept, since " + objection.message(),
                    "delete it by hand, or allow it once more"));
  }

  private Optional<Objection> place(ObjectKey key, ServedKind kind) {
    if (denied.test(key)) {
      return confined("", "the kind " + key.kind() + " is denied", "change deniedKinds");
    }
    if (kind.namespaced() && !namespaces.contains(key.namespace())) {
      return confined(
          "metadata.namespace",
          "namespace " + key.namespace() + " is not one of this environment",
          "it may use " + named());
    }
    if (key.groupKind().equals("Namespace") && !namespaces.contains(key.name())) {
      return confined(
          "metadata.name",
          "it is not a namespace of this environment",
          "list it under the environment's namespaces");
    }
    if (!kind.namespaced() && !key.groupKind().equals("Namespace") && !clusterScoped.test(key)) {
      return confined(
          "",
          "the cluster-scoped kind " + key.kind() + " is not allowed in this environment",
          "allow it under the environment's clusterKinds");
    }
    return reserved
        .by(key)
        .map(why -> new Objection(ProblemCode.RESERVED, "metadata.name", why, "rename it"));
  }

  /** Every reason why a placed manifest may not say what it says. */
  List<Problem> objectionsToContent(Manifest manifest) {
    ObjectKey key = manifest.key();
    List<Objection> objections = new ArrayList<>(NameRules.objectionsTo(key));
    objections.addAll(MetadataRules.objectionsTo(Content.metadataOf(manifest)));
    SubjectRules subjects = new SubjectRules(namespaces, reserved);
    AccountRules accounts = new AccountRules(reserved);
    ReferenceRules references = new ReferenceRules(namespaces);
    boolean isDefinition = CustomKinds.isDefinition(manifest);
    if (subjects.concerns(key)
        || accounts.concerns(manifest)
        || references.concerns(key)
        || isDefinition) {
      JsonNode object = Content.of(manifest);
      if (subjects.concerns(key)) {
        objections.addAll(subjects.objectionsTo(object));
      }
      objections.addAll(accounts.objectionsTo(key, object));
      objections.addAll(references.objectionsTo(key, object));
      if (isDefinition) {
        objections.addAll(DefinitionRules.objectionsTo(manifest, object));
      }
    }
    return objections.stream().map(objection -> objection.about(manifest)).toList();
  }

  private String named() {
    return String.join(", ", namespaces.stream().sorted().toList());
  }

  private static Optional<Objection> confined(String field, String message, String hint) {
    return Optional.of(new Objection(ProblemCode.CONFINED, field, message, hint));
  }
}
