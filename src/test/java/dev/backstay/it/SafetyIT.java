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

/** Rules that keep objects from being deleted, each alone. */
@ExtendWith(ClusterExtension.class)
final class SafetyIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("safety");
  private final TestRepository repository;

  SafetyIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
  }

  private TestAgent agent(String more) {
    return TestAgent.start(
        cluster,
        folder.resolve("agent"),
        repository.url(),
        new Env("production", "production", namespace, more));
  }

  @Test
  void p5AMissingFolderOfFewObjectsDeletesNothing() {
    String first = repository.commit("two");
    repository.push();
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String missing =
          repository.delete("production").write("README.md", "gone").commit("without the folder");
      repository.push();
      agent.awaitState("production", missing, "refused");
      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
    }
  }

  @Test
  void p5AnObjectWhoseFieldsAreSomebodyElsesIsLetGo() {
    String first = repository.commit("two");
    repository.push();
    // else it would be made again
    try (TestAgent agent = agent(", drift: report")) {
      agent.awaitSynced("production", first);
      // as a copy would be that somebody made with our label, but without our apply
      String label =
          cluster.jsonPath(
              namespace, "configmap/go", ".metadata.labels.applyset\\.kubernetes\\.io/part-of");
      cluster.kubectl("delete", "configmap/go", "-n", namespace);
      cluster.kubectl("create", "configmap", "go", "-n", namespace, "--from-literal=mine=yes");
      cluster.kubectl(
          "label", "configmap/go", "-n", namespace, "applyset.kubernetes.io/part-of=" + label);
      String second = repository.delete("production/go.yml").commit("without go");
      repository.push();
      agent.awaitSynced("production", second);
      assertThat(cluster.jsonPath(namespace, "configmap/go", ".data.mine")).isEqualTo("yes");
    }
  }

  @Test
  void p5NothingIsDeletedWhileTheRolloutHasNotEnded() {
    String first = repository.commit("two");
    repository.push();
    try (TestAgent agent = agent(", healthTimeout: 1s")) {
      agent.awaitSynced("production", first);
      repository.write("production/web.yml", Manifests.deployment("web", "broken"));
      String second = repository.delete("production/go.yml").commit("a rename, with a mistake");
      repository.push();
      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("objects").path("pruned").asInt()).isZero();
      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
    }
  }
}
