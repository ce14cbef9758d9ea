package dev.backstay.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Recognizes objects that another tool looks after, by the marks that those tools leave. */
final class ForeignOwner {
  /**
   * A label or annotation that a tool leaves.
   *
   * @param owner how people call the owner; {@code %s} is the mark's value
   */
  private record Mark(String name, String owner) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark("meta.helm.sh/release-name", "the Helm release %s"),
          new Mark("argocd.argoproj.io/tracking-id", "Argo CD (%s)"),
          new Mark("argocd.argoproj.io/instance", "the Argo CD application %s"),
          new Mark("kustomize.toolkit.fluxcd.io/name", "the Flux Kustomization %s"),
          new Mark("helm.toolkit.fluxcd.io/name", "the Flux HelmRelease %s"),
          new Mark("configsync.gke.io/resource-id", "Config Sync (%s)"),
          new Mark("kapp.k14s.io/app", "the kapp app %s"),
          new Mark("objectset.rio.cattle.io/id", "Fleet (%s)"),
          new Mark("config.k8s.io/owning-inventory", "the inventory %s"));

  private static final Set<String> RECORDS = Set.of("ConfigMap", "Secret");

  private ForeignOwner() {}

  /** Names the tool or the controller that looks after an object; empty if none is known to. */
  static Optional<String> of(Member member) {
    Optional<Mark> mark =
        MARKS.stream()
            .filter(m -> !member.label(m.name).isEmpty() || !member.annotation(m.name).isEmpty())
            .findFirst();
    return mark.map(m -> m.owner.formatted(value(member, m.name))).or(() -> controller(member));
  }

  /**
   * What an agent keeps its state in, also one that is not known here, and what its chart installs
   * to let it in: no annotation says that this is meant.
   */
  static boolean isBackstays(Member member) {
    boolean isRecord =
        member.label("app.kubernetes.io/managed-by").equals("backstay")
            && member.key().name().startsWith("backstay-")
            && RECORDS.contains(member.key().groupKind());
    boolean isAccess =
        member.label("helm.sh/chart").startsWith("backstay-")
            && member.key().group().equals("rbac.authorization.k8s.io");
    return isRecord || isAccess || !member.label(ApplySet.ID_LABEL).isEmpty();
  }

  private static String value(Member member, String name) {
    String label = member.label(name);
    return label.isEmpty() ? member.annotation(name) : label;
  }

  private static Optional<String> controller(Member member) {
    for (JsonNode owner : member.metadata().path("ownerReferences")) {
      if (owner.path("controller").asBoolean(false)) {
        return Optional.of(
            "its controller "
                + owner.path("kind").asString("")
                + "/"
                + owner.path("name").asString(""));
      }
    }
    return Optional.empty();
  }
}
