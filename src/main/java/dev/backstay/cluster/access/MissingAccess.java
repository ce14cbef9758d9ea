package dev.backstay.cluster.access;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an account lacks: in words, and as the RBAC that gives exactly that.
 *
 * @param name begins the names of the Roles
 * @param needs at least one
 * @param absent namespaces of them that are not there yet: a Role needs its namespace
 */
public record MissingAccess(
    String name, Subject subject, Collection<Need> needs, Set<String> absent) {
  private static final int DIGITS = 8;

  public MissingAccess {
    needs = List.copyOf(needs);
    absent = Set.copyOf(absent);
  }

  /** As a problem, with the YAML that ends it. */
  public Problem problem() {
    return Problem.general(
            ProblemCode.FORBIDDEN,
            subject + " is not allowed all that is needed: " + words(),
            "a cluster admin can allow it with the YAML that comes with this problem")
        .withFix(yaml());
  }

  private String words() {
    return RbacRule.byNamespace(needs).entrySet().stream()
        .map(
            part ->
                (part.getKey().isEmpty() ? "in the whole cluster " : "in " + part.getKey() + " ")
                    + part.getValue().stream()
                        .map(RbacRule::words)
                        .collect(Collectors.joining("; ")))
        .collect(Collectors.joining("; "));
  }

  /**
   * For {@code kubectl apply}. Every Role is named after what it gives, so that one that was
   * applied before is added to and never replaced.
   */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    Map<String, List<RbacRule>> parts = RbacRule.byNamespace(needs);
    absent.stream()
        .filter(parts::containsKey)
        .sorted()
        .forEach(namespace -> yaml.append(namespace(namespace)));
    parts.forEach((namespace, rules) -> yaml.append(role(namespace, rules)));
    return yaml.toString();
  }

  private static String namespace(String name) {
    return """
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: "%s"
          labels:
            app.kubernetes.io/managed-by: backstay
        """
        .formatted(name);
  }

  private String role(String namespace, List<RbacRule> rules) {
    String given = rules.stream().map(RbacRule::yaml).collect(Collectors.joining());
    String kind = namespace.isEmpty() ? "ClusterRole" : "Role";
    String metadata =
        "metadata:\n  name: \""
            + nameOf(given)
            + "\"\n"
            + (namespace.isEmpty() ? "" : "  namespace: \"" + namespace + "\"\n");
    return """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: %1$s
        %2$srules:
        %3$s---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: %1$sBinding
        %2$sroleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: %1$s
          name: "%4$s"
        subjects:
        %5$s"""
        .formatted(kind, metadata, given, nameOf(given), subject.yaml());
  }

  private String nameOf(String given) {
    String what = subject + "\n" + given;
    return name + "-" + Sha256.hex(what.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}
