package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(ClusterExtension.class)
final class PruneIT {
  private static final String CLAIM =
      """
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
      """;

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("prune");
  private final TestRepository repository;

  PruneIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  @Test
  void s14ARemovedDocumentIsPrunedAndTheOthersStay() throws Exception {
    String first = repository.commit("both");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      assertThat(cluster.jsonPath(namespace, "configmap/backstay-production", ".metadata.labels"))
          .contains(applySetId());
      assertThat(
              cluster.jsonPath(
                  namespace,
                  "configmap/backstay-production",
                  ".metadata.annotations.applyset\\.kubernetes\\.io/contains-group-kinds"))
          .isEqualTo("ConfigMap");
      assertThat(cluster.jsonPath(namespace, "configmap/go", ".metadata.labels"))
          .contains(applySetId());

      String second = repository.delete("production/go.yml").commit("without go");
      repository.push();
      JsonNode status = agent.awaitSynced("production", second);

      assertThat(status.path("objects").path("pruned").asInt()).isEqualTo(1);
      assertThat(cluster.exists(namespace, "configmap/go")).isFalse();
      assertThat(cluster.exists(namespace, "configmap/keep")).isTrue();
    }
  }

  private String applySetId() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(
                ("backstay-production." + namespace + ".ConfigMap.")
                    .getBytes(StandardCharsets.UTF_8));
    return "applyset-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "-v1";
  }

  @Test
  void p5AMissingOrEmptyFolderDeletesNothing() {
    String first = repository.commit("both");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      repository.delete("production/go.yml");
      repository.delete("production/keep.yml");
      String missing = repository.write("README.md", "gone").commit("folder gone");
      repository.push();
      JsonNode status = agent.awaitState("production", missing, "refused");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo("BKS-101");

      String empty = repository.write("production/empty.yml", "# nothing\n").commit("empty");
      repository.push();
      status = agent.awaitState("production", empty, "refused");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo("BKS-102");

      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
      assertThat(cluster.exists(namespace, "configmap/keep")).isTrue();
    }
  }

  @Test
  void p5WhatIsNoLongerOursIsLetGo() {
    String first = repository.commit("both");
    repository.push();
    // else the label would be put back
    Env reporting = new Env("production", "production", namespace, ", drift: report");
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), reporting)) {
      agent.awaitSynced("production", first);
      cluster.kubectl("label", "configmap/go", "-n", namespace, "applyset.kubernetes.io/part-of-");
      String second = repository.delete("production/go.yml").commit("without go");
      repository.push();
      JsonNode status = agent.awaitSynced("production", second);
      assertThat(status.path("objects").path("pruned").asInt()).isZero();
      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
    }
  }

  @Test
  void p5AClaimThatLeftTheFolderIsKeptAndNamed() {
    repository.write("production/claim.yml", CLAIM);
    String first = repository.commit("with a claim");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      String second = repository.delete("production/claim.yml").commit("without the claim");
      repository.push();
      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("errors").get(0).path("object").asString())
          .isEqualTo("persistentvolumeclaim/data");
      assertThat(cluster.exists(namespace, "persistentvolumeclaim/data")).isTrue();
    }
  }

  @Test
  void p5MoreThanTheGuardAllowsIsHeldBack() {
    repository.write("production/many.yml", Manifests.configMaps(10, "a"));
    String first = repository.commit("many");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      String second = repository.delete("production/many.yml").commit("without many");
      repository.push();
      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo("BKS-303");
      assertThat(cluster.exists(namespace, "configmap/cm-3")).isTrue();
    }
  }
}
