package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What could not be deleted is not forgotten. */
@ExtendWith(ClusterExtension.class)
final class PrunePendingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("pending");
  private final TestRepository repository;

  PrunePendingIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  private TestAgent agent(String more) {
    return TestAgent.start(
        cluster,
        folder.resolve("agent"),
        repository.url(),
        new Env("production", "production", namespace, more));
  }

  private String push(String message) {
    String head = repository.commit(message);
    repository.push();
    return head;
  }

  /** From the server's own admission, which also has its say in a dry-run. */
  private void denyDeletesOf(String configMap) throws IOException {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: { name: %1$s }
        spec:
          failurePolicy: Fail
          matchConstraints:
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: %1$s } }
            resourceRules:
              - { apiGroups: [""], apiVersions: [v1], operations: [DELETE], resources: [configmaps] }
          validations: [{ expression: "oldObject.metadata.name != '%2$s'", message: it is still read }]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: { name: %1$s }
        spec: { policyName: %1$s, validationActions: [Deny] }
        """
            .formatted(namespace, configMap));
    cluster.kubectl("apply", "-f", policy.toString());
    await().atMost(PATIENCE).until(() -> isDenied(configMap));
  }

  private boolean isDenied(String configMap) {
    try {
      cluster.kubectl("delete", "configmap", configMap, "-n", namespace, "--dry-run=server");
      return false;
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage()).contains("it is still read");
    }
  }

  private void allowDeletes() {
    cluster.kubectl("delete", "validatingadmissionpolicybinding", namespace, "--ignore-not-found");
    cluster.kubectl("delete", "validatingadmissionpolicy", namespace, "--ignore-not-found");
  }

  @Test
  void lesson03_aDeniedDeleteStaysInTheInventoryAndIsDoneWhenItCanBe() throws Exception {
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
    String first = push("both");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      denyDeletesOf("go");
      repository.write("production/keep.yml", Manifests.configMap("keep", "b"));
      String second = repository.delete("production/go.yml").commit("without go");
      repository.push();

      JsonNode status = agent.awaitState("production", second, "degraded");
      JsonNode error = status.path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-207");
      assertThat(error.path("object").asString()).isEqualTo("configmap/go");
      assertThat(error.path("message").asString()).contains("it is still read");
      assertThat(cluster.jsonPath(namespace, "configmap/keep", ".data.value"))
          .as("everything else of the commit is applied")
          .isEqualTo("b");
      assertThat(agent.getProbe("/metrics").body())
          .contains("backstay_prune_pending{environment=\"production\"} 1.0")
          .contains("backstay_prune_refused_total{environment=\"production\"} 1.0");
      assertThat(cluster.jsonPath(namespace, "events", ".items[*].reason")).contains("PruneHeld");
    }
    // the inventory is in the cluster, so another process knows it too
    try (TestAgent agent = agent("")) {
      JsonNode status = agent.awaitState("production", repository.head(), "degraded");
      assertThat(status.path("errors").get(0).path("object").asString()).isEqualTo("configmap/go");
      allowDeletes();
      agent.awaitSynced("production", repository.head());
      assertThat(cluster.exists(namespace, "configmap/go")).isFalse();
      assertThat(agent.getProbe("/metrics").body())
          .contains("backstay_prune_pending{environment=\"production\"} 0.0");
    } finally {
      allowDeletes();
    }
  }

  @Test
  void lesson03_anObjectThatWaitsForItsFinalizerIsPrunedWhenItIsGone() {
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
    String first = push("both");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      finalizers("[\"example.com/wait\"]");
      String second = repository.delete("production/go.yml").commit("without go");
      repository.push();

      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo("BKS-411");
      assertThat(status.path("errors").get(0).path("object").asString()).isEqualTo("configmap/go");
      assertThat(cluster.jsonPath(namespace, "configmap/go", ".metadata.deletionTimestamp"))
          .isNotEmpty();

      finalizers("null");
      JsonNode synced = agent.awaitSynced("production", second);
      assertThat(synced.path("objects").path("pruned").asInt()).isEqualTo(1);
      assertThat(cluster.exists(namespace, "configmap/go")).isFalse();
    }
  }

  private void finalizers(String list) {
    cluster.kubectl(
        "patch",
        "configmap/go",
        "-n",
        namespace,
        "--type=merge",
        // a controller's: what a person adds by hand is drift, and taken back
        "--field-manager=example-controller",
        "-p",
        "{\"metadata\":{\"finalizers\":" + list + "}}");
  }
}
