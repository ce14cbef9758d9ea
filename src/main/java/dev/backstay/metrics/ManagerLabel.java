package dev.backstay.metrics;

import java.util.Set;

/**
 * Who changed something, as the value of a label. Anybody can give a field manager a name of their
 * own, so only well-known tools are told apart: the number of series stays small.
 */
final class ManagerLabel {
  private static final String OTHER = "other";
  private static final Set<String> KNOWN =
      Set.of(
          "kubectl",
          "kubectl-annotate",
          "kubectl-client-side-apply",
          "kubectl-create",
          "kubectl-edit",
          "kubectl-label",
          "kubectl-patch",
          "kubectl-replace",
          "kubectl-rollout",
          "kubectl-scale",
          "kubectl-set",
          "helm",
          "argocd-controller",
          "kustomize-controller",
          "k9s",
          "OpenLens",
          "kube-controller-manager");

  private ManagerLabel() {}

  /** Takes {@code kubectl (scale), k9s} as {@code kubectl}; what nobody signed is empty. */
  static String of(String by) {
    if (by.isEmpty()) {
      return "";
    }
    String first = by.replaceFirst("[ ,].*$", "");
    return KNOWN.contains(first) ? first : OTHER;
  }
}
