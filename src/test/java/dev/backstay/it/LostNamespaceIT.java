package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody deletes the namespace of an environment, and with it the agent's own records. */
@ExtendWith(ClusterExtension.class)
final class LostNamespaceIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("lost");
  private final TestRepository repository;
  private final String good;

  LostNamespaceIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    repository.write("production/secret.yml", Manifests.secret("secret", "a"));
    this.good =
        repository.write("production/cm.yml", Manifests.configMap("cm", "good")).commit("good");
    repository.push();
  }

  private TestAgent agent(String drift) {
    return TestAgent.start(
        cluster,
        folder.resolve("agent"),
        repository.url(),
        new Env("production", "production", namespace, ", drift: " + drift));
  }

  @Test
  void aDeletedNamespaceIsMadeAgainFromTheLastDeployedRevisionEvenIfTheHeadIsRefused() {
    JsonNode history;
    try (TestAgent agent = agent("correct")) {
      agent.awaitSynced("production", good);
      repository.write("production/cm.yml", "kind: ConfigMap\n");
      String refused = repository.commit("refused");
      repository.push();
      agent.awaitState("production", refused, "refused");
      history = agent.history("production");
      cluster.kubectl("delete", "namespace", namespace);

      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> cluster.exists(namespace, "configmap/backstay-production"));
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                assertThat(cluster.exists(namespace, "deployment/web")).isTrue();
                assertThat(cluster.exists(namespace, "secret/secret")).isTrue();
                assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value"))
                    .isEqualTo("good");
              });
      assertThat(syncs(agent.history("production")))
          .as("nothing is forgotten")
          .isEqualTo(syncs(history));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          cluster.jsonPath(
                              namespace, "configmap/backstay-production", ".data.drift"))
                      .contains("deleted"));
    }
    String mended =
        repository.write("production/cm.yml", Manifests.configMap("cm", "new")).commit("mended");
    repository.push();
    try (TestAgent agent = agent("correct")) {
      JsonNode status = agent.awaitSynced("production", mended);
      assertThat(status.path("objects").path("unchanged").asInt())
          .as("what was made again is known after a restart: %s", status)
          .isEqualTo(2);
    }
  }

  private static List<JsonNode> syncs(JsonNode history) {
    return history
        .valueStream()
        .filter(entry -> !entry.path("outcome").asString().equals("corrected"))
        .toList();
  }

  @Test
  void whereDriftIsOnlyReportedADeletedNamespaceIsToldAndComesBackWithTheNextCommit() {
    try (TestAgent agent = agent("report")) {
      agent.awaitSynced("production", good);
      cluster.kubectl("delete", "namespace", namespace);
      await()
          .untilAsserted(
              () ->
                  assertThat(agent.status("production").path("state").asString())
                      .isEqualTo("degraded"));
      assertThat(agent.status("production").path("errors").toString()).contains("configmap/cm");
      assertThat(cluster.kubectl("get", "namespace", namespace, "--ignore-not-found")).isEmpty();

      String next =
          repository.write("production/cm.yml", Manifests.configMap("cm", "new")).commit("next");
      repository.push();
      agent.awaitSynced("production", next);
      assertThat(cluster.exists(namespace, "deployment/web")).isTrue();
      assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("new");
    }
  }
}
