package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

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

@ExtendWith(ClusterExtension.class)
final class RollbackIT {
  @Test
  void p4ARevertFindsItsOldReplicaSetAndIsKnownAsARollback(
      TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("p4");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first =
        repository
            .write("production/web.yml", Manifests.deployment("web", "1.0.0"))
            .commit("web 1.0.0");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", first);
      String oldHash = activeHash(cluster, namespace);

      String second =
          repository
              .write("production/web.yml", Manifests.deployment("web", "1.1.0"))
              .commit("web 1.1.0");
      repository.push();
      agent.awaitSynced("production", second);
      assertThat(activeHash(cluster, namespace)).isNotEqualTo(oldHash);
      String replicaSets = replicaSets(cluster, namespace);

      String revert = repository.revert(second);
      repository.push();
      agent.awaitSynced("production", revert);

      assertThat(activeHash(cluster, namespace)).isEqualTo(oldHash);
      assertThat(replicaSets(cluster, namespace)).isEqualTo(replicaSets);
      JsonNode rollback = agent.history("production").get(0);
      assertThat(rollback.path("change").path("kind").asString()).isEqualTo("rollback");
      assertThat(rollback.path("change").path("to").asString()).isEqualTo(first);
      assertThat(rollback.path("change").path("from").asString()).isEqualTo(second);
      assertThat(rollback.path("change").path("complete").asBoolean()).isTrue();
      assertThat(rollback.path("change").path("replicaSets").valueStream().map(JsonNode::asString))
          .containsExactly("web-" + oldHash);
      assertThat(rollback.path("timeline").get(0).path("from").asString())
          .isEqualTo(rollback.path("seen").asString());
      JsonNode mistake = agent.history("production").get(1);
      assertThat(mistake.path("change").path("replicaSets").isEmpty()).isTrue();
      assertThat(mistake.path("rolledBackBy").asInt()).isEqualTo(rollback.path("number").asInt());
      assertThat(cluster.kubectl("rollout", "history", "deployment/web", "-n", namespace))
          .contains(second.substring(0, 7) + " web 1.1.0")
          .contains(revert.substring(0, 7) + " Revert \"web 1.1.0\"");

      String forward = repository.revert(revert);
      repository.push();
      agent.awaitSynced("production", forward);
      JsonNode change = agent.history("production").get(0).path("change");
      assertThat(change.path("kind").asString()).isEqualTo("roll forward");
      assertThat(change.path("to").asString()).isEqualTo(second);
      assertThat(replicaSets(cluster, namespace)).isEqualTo(replicaSets);
    }
  }

  @Test
  void p8ARevertEndsTheWaitForARolloutThatNeverGetsReady(
      TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("p8");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String good =
        repository.write("production/web.yml", Manifests.deployment("web", "1.0.0")).commit("good");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", good);
      String broken =
          repository
              .write("production/web.yml", Manifests.deployment("web", "broken"))
              .commit("broken");
      repository.push();
      agent.awaitState("production", broken, "rolling-out");

      String revert = repository.revert(broken);
      repository.push();
      agent.awaitSynced("production", revert);

      assertThat(
              cluster.jsonPath(
                  namespace, "deployment/web", ".spec.template.spec.containers[0].image"))
          .isEqualTo("outsrc/web:1.0.0");
      // the timeout of a rollout is five minutes: only the newer commit can have ended the wait
      JsonNode history = agent.history("production");
      assertThat(history.get(0).path("outcome").asString()).isEqualTo("synced");
      assertThat(history.get(0).path("change").path("from").asString()).isEqualTo(broken);
      assertThat(history.get(1).path("revision").asString()).isEqualTo(broken);
      assertThat(history.get(1).path("outcome").asString()).isEqualTo("superseded");
      assertThat(history.get(1).path("rolledBackBy").asInt())
          .isEqualTo(history.get(0).path("number").asInt());
    }
  }

  private static String activeHash(TestCluster cluster, String namespace) {
    return cluster.jsonPath(namespace, "pods", ".items[0].metadata.labels.pod-template-hash");
  }

  private static String replicaSets(TestCluster cluster, String namespace) {
    return cluster.kubectl(
        "get", "replicasets", "-n", namespace, "-o", "name", "--sort-by=.metadata.name");
  }
}
