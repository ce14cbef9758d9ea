package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class ForeignOwnerTest {
  private static Member member(String metadata) {
    return Member.of(
        new ObjectKey("", "ConfigMap", "home", "a"),
        JsonMapper.shared().readTree("{\"metadata\":" + metadata + "}"));
  }

  @ParameterizedTest
  @CsvSource({
    "annotations, meta.helm.sh/release-name, the Helm release shop",
    "annotations, argocd.argoproj.io/tracking-id, Argo CD (shop)",
    "labels, argocd.argoproj.io/instance, the Argo CD application shop",
    "labels, kustomize.toolkit.fluxcd.io/name, the Flux Kustomization shop",
    "labels, helm.toolkit.fluxcd.io/name, the Flux HelmRelease shop",
    "annotations, configsync.gke.io/resource-id, Config Sync (shop)",
    "labels, kapp.k14s.io/app, the kapp app shop",
    "annotations, objectset.rio.cattle.io/id, Fleet (shop)",
    "annotations, config.k8s.io/owning-inventory, the inventory shop"
  })
  void knowsTheMarksOfOtherTools(String where, String name, String owner) {
    assertThat(ForeignOwner.of(member("{\"" + where + "\":{\"" + name + "\":\"shop\"}}")))
        .contains(owner);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ConfigMap, backstay-other, app.kubernetes.io/managed-by, backstay, true",
    "'', Secret, backstay-other, app.kubernetes.io/managed-by, backstay, true",
    "'', ConfigMap, any, applyset.kubernetes.io/id, applyset-x-v1, true",
    "rbac.authorization.k8s.io, RoleBinding, any, helm.sh/chart, backstay-0.1.0, true",
    "rbac.authorization.k8s.io, ClusterRole, any, helm.sh/chart, backstay-0.1.0, true",
    "'', ConfigMap, settings, app.kubernetes.io/managed-by, backstay, false",
    "'', Service, backstay-other, app.kubernetes.io/managed-by, backstay, false",
    "rbac.authorization.k8s.io, RoleBinding, any, helm.sh/chart, shop-0.1.0, false",
    "'', ConfigMap, backstay-other, app.kubernetes.io/managed-by, Helm, false"
  })
  void p6KnowsWhatBackstayItselfIsMadeOf(
      String group, String kind, String name, String label, String value, boolean backstays) {
    Member member =
        Member.of(
            new ObjectKey(group, kind, "home", name),
            JsonMapper.shared()
                .readTree("{\"metadata\":{\"labels\":{\"" + label + "\":\"" + value + "\"}}}"));

    assertThat(ForeignOwner.isBackstays(member)).isEqualTo(backstays);
  }

  @Test
  void knowsAController() {
    assertThat(
            ForeignOwner.of(
                member(
                    "{\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"web-1\","
                        + "\"controller\":true}]}")))
        .contains("its controller ReplicaSet/web-1");
  }

  @Test
  void anObjectThatSomebodyMadeIsNobodys() {
    assertThat(
            ForeignOwner.of(
                member(
                    "{\"labels\":{\"app\":\"web\"},"
                        + "\"ownerReferences\":[{\"kind\":\"ConfigMap\",\"name\":\"x\"}]}")))
        .isEmpty();
  }

  @Test
  void dropsTheWholeManifestThatKubectlLeavesInAnAnnotation() {
    assertThat(
            member(
                    "{\"annotations\":{\"kubectl.kubernetes.io/last-applied-configuration\":"
                        + "\"{\\\"stringData\\\":{\\\"p\\\":\\\"hunter2\\\"}}\"}}")
                .metadata()
                .toString())
        .doesNotContain("hunter2");
  }
}
