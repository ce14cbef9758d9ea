package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The old goes only when the new is there. */
@ExtendWith(ClusterExtension.class)
final class PruneAfterHealthIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("after");
  private final TestRepository repository;

  PruneAfterHealthIT(TestCluster cluster, @TempDir Path folder) {
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

  private static String app(String name, String tag) {
    return Manifests.configMap(name + "-settings", "a") + Manifests.deployment(name, tag);
  }

  private void assertOldIs(boolean there) {
    assertThat(cluster.exists(namespace, "deployment/old")).isEqualTo(there);
    assertThat(cluster.exists(namespace, "configmap/old-settings")).isEqualTo(there);
  }

  @Test
  void lesson08_theOldOneGoesAfterItsReplacementIsHealthy() {
    repository.write("production/app.yml", app("old", "1.0.0"));
    String first = push("old");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      repository.write("production/app.yml", app("new", "slow"));
      String second = push("renamed");

      agent.awaitState("production", second, "rolling-out");
      assertOldIs(true);
      assertThat(cluster.exists(namespace, "deployment/new")).isTrue();
      agent.awaitSynced("production", second);
      assertOldIs(false);
      assertThat(cluster.jsonPath(namespace, "deployment/new", ".status.readyReplicas"))
          .isEqualTo("2");
    }
  }

  @Test
  void lesson08_theOldOneStaysUntilALateReplacementIsHealthyAndGoesThenByItself() {
    repository.write("production/app.yml", app("old", "1.0.0"));
    String first = push("old");
    try (TestAgent agent = agent(", healthTimeout: 1s")) {
      agent.awaitSynced("production", first);
      repository.write("production/app.yml", app("new", "slow"));
      String second = push("renamed");

      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("errors").toString())
          .contains("kept until what this sync changed is healthy")
          .contains("configmap/old-settings, deployment.apps/old");
      assertOldIs(true);
      agent.awaitSynced("production", second);
      assertOldIs(false);
    }
  }

  @Test
  void lesson08_theOldOneStaysWhileItsReplacementIsUnhealthyWhateverElseIsCommitted() {
    repository.write("production/app.yml", app("old", "1.0.0"));
    repository.write("production/other.yml", Manifests.configMap("other", "a"));
    String first = push("old");
    try (TestAgent agent = agent(", healthTimeout: 1s")) {
      agent.awaitSynced("production", first);
      repository.write("production/app.yml", app("new", "broken"));
      String second = push("renamed");
      agent.awaitState("production", second, "degraded");
      assertOldIs(true);

      repository.write("production/other.yml", Manifests.configMap("other", "b"));
      String third = push("something else");
      agent.awaitState("production", third, "degraded");
      assertThat(cluster.jsonPath(namespace, "configmap/other", ".data.value")).isEqualTo("b");
      assertOldIs(true);
      assertThat(agent.sync("production").statusCode()).isLessThan(300);
      await()
          .untilAsserted(
              () ->
                  assertThat(agent.status("production").path("errors").toString())
                      .contains("configmap/old-settings"));
      assertOldIs(true);

      repository.write("production/app.yml", app("new", "1.0.1"));
      String fourth = push("mended");
      agent.awaitSynced("production", fourth);
      assertOldIs(false);
    }
  }

  @Test
  void aDocumentThatMovesToAnotherFileIsNotTouched() {
    repository.write("production/one.yml", Manifests.configMap("moved", "a"));
    repository.write("production/two.yml", Manifests.configMap("other", "a"));
    String first = push("one");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String uid = cluster.jsonPath(namespace, "configmap/moved", ".metadata.uid");
      String version = cluster.jsonPath(namespace, "configmap/moved", ".metadata.resourceVersion");
      repository.write("production/deeper/three.yml", Manifests.configMap("moved", "a"));
      String second = repository.delete("production/one.yml").commit("moved");
      repository.push();
      JsonNode status = agent.awaitSynced("production", second);
      assertThat(status.path("objects").path("unchanged").asInt()).isEqualTo(2);
      assertThat(status.path("objects").path("pruned").asInt()).isZero();
      assertThat(cluster.jsonPath(namespace, "configmap/moved", ".metadata.uid")).isEqualTo(uid);
      assertThat(cluster.jsonPath(namespace, "configmap/moved", ".metadata.resourceVersion"))
          .isEqualTo(version);
    }
  }
}
