package dev.backstay.plan;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * To whom bindings may give rights: service accounts of the environment, and people and groups that
 * are not Kubernetes' own. Rights that others hold in the environment would be a way into it.
 *
 * @param namespaces those of the environment
 */
record SubjectRules(Set<String> namespaces, Reserved reserved) {
  private static final Set<String> BINDINGS =
      Set.of(
          "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io");
  private static final String SYSTEM = "system:";
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String ACCOUNTS = "system:serviceaccounts:";

  boolean concerns(ObjectKey key) {
    return BINDINGS.contains(key.groupKind());
  }

  List<Objection> objectionsTo(JsonNode binding) {
    List<Objection> objections = new ArrayList<>();
    for (Field subject : Fields.at(binding, "subjects[]")) {
      switch (subject.child("kind").text()) {
        case "ServiceAccount" -> account(subject).ifPresent(objections::add);
        case "User" -> user(subject.child("name")).ifPresent(objections::add);
        case "Group" -> group(subject.child("name")).ifPresent(objections::add);
        default -> {} // the API server takes no other
      }
    }
    return objections;
  }

  private Optional<Objection> account(Field subject) {
    Field namespace = subject.child("namespace");
    if (!namespace.text().isEmpty() && !namespaces.contains(namespace.text())) {
      return outside(namespace, namespace.text() + " is not a namespace of this environment");
    }
    return named(subject.child("name"), namespace.text(), subject.child("name").text());
  }

  private Optional<Objection> user(Field user) {
    String[] parts = user.text().split(":", -1);
    if (user.text().startsWith(ACCOUNT) && parts.length == 4 && namespaces.contains(parts[2])) {
      return named(user, parts[2], parts[3]);
    }
    return ofKubernetes(user, "it is a user of Kubernetes itself, or of another namespace");
  }

  private Optional<Objection> group(Field group) {
    boolean own =
        group.text().startsWith(ACCOUNTS)
            && namespaces.contains(group.text().substring(ACCOUNTS.length()));
    return own
        ? Optional.empty()
        : ofKubernetes(group, "it is a group of Kubernetes itself, or of another namespace");
  }

  /** An account of the environment, unless Backstay itself acts by it. */
  private Optional<Objection> named(Field field, String namespace, String account) {
    return reserved
        .by(new ObjectKey("", "ServiceAccount", namespace, account))
        .flatMap(reason -> outside(field, account + " is given no rights: " + reason));
  }

  private Optional<Objection> ofKubernetes(Field field, String message) {
    return field.text().startsWith(SYSTEM) ? outside(field, message) : Optional.empty();
  }

  private Optional<Objection> outside(Field field, String message) {
    String own = String.join(", ", namespaces.stream().sorted().toList());
    return Optional.of(
        new Objection(
            ProblemCode.REACHES_OUTSIDE,
            field.path(),
            message,
            "name a ServiceAccount in " + own + ", or people and groups of your own"));
  }
}
