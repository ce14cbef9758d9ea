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

/** What commits may say about deletes. */
@ExtendWith(ClusterExtension.class)
final class PruneOrdersIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("orders");
  private final TestRepository repository;

  PruneOrdersIT(TestCluster cluster, @TempDir Path folder) {
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

  private static final String FIRST = "backstay.dev/prune: first";

  private static String service(String name, String annotations) {
    return """
        apiVersion: v1
        kind: Service
        metadata: { name: %s, annotations: { %s } }
        spec:
          type: NodePort
          selector: { app: web }
          ports: [{ port: 80, nodePort: 31847 }]
        """
        .formatted(name, annotations);
  }

  @Test
  void aTrailerRaisesTheBudgetOfDeletes() {
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/many.yml", Manifests.configMaps(10, "a"));
    String first = push("many");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      repository.delete("production/many.yml");
      String second = push("without many\n\nBackstay-Allow-Prune: nine");
      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("errors").get(0).path("message").asString())
          .startsWith("10 of 11 objects left the folder, more than prune.maxShare of 50% allows: ")
          .contains("configmap/cm-0, configmap/cm-1");
      assertThat(status.path("errors").get(0).path("hint").asString())
          .contains("Backstay-Allow-Prune: 10");
      assertThat(cluster.exists(namespace, "configmap/cm-3")).isTrue();

      repository.write("production/keep.yml", Manifests.configMap("keep", "b"));
      String third = push("it is meant\n\nBackstay-Allow-Prune: 10");
      status = agent.awaitSynced("production", third);
      assertThat(status.path("objects").path("pruned").asInt()).isEqualTo(10);
      assertThat(cluster.exists(namespace, "configmap/cm-3")).isFalse();

      repository.write("production/many.yml", Manifests.configMaps(10, "a"));
      agent.awaitSynced("production", push("back"));
      repository.delete("production/many.yml");
      String last = push("and gone: what was allowed once is not allowed for ever");
      agent.awaitState("production", last, "degraded");
      assertThat(cluster.exists(namespace, "configmap/cm-3")).isTrue();
    }
  }

  @Test
  void aTrailerThatAMergeBroughtCountsAlsoWhenThePruneComesAtALaterTry() {
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    repository.write("production/many.yml", Manifests.configMaps(10, "a"));
    String first = push("many");
    try (TestAgent agent = agent(", healthTimeout: 1s")) {
      agent.awaitSynced("production", first);
      repository.branch("cleanup");
      repository.delete("production/many.yml");
      repository.write("production/web.yml", Manifests.deployment("web", "slow"));
      repository.commit("without many\n\nBackstay-Allow-Prune: 10");
      repository.checkout("main");
      String merge = repository.merge("cleanup");
      repository.push();
      JsonNode status = agent.awaitState("production", merge, "degraded");
      assertThat(status.path("errors").toString())
          .contains("kept until what this sync changed is healthy");
      JsonNode synced = agent.awaitSynced("production", merge);
      assertThat(synced.path("objects").path("pruned").asInt()).isEqualTo(10);
    }
  }

  @Test
  void whatIsInTheWayOfANewObjectCanGoFirst() {
    repository.write("production/service.yml", service("old", ""));
    String first = push("old");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      repository.write("production/service.yml", service("new", FIRST));
      String second = push("new");
      JsonNode error = agent.awaitState("production", second, "refused").path("errors").get(0);
      assertThat(error.path("message").asString()).contains("already allocated");
      assertThat(cluster.exists(namespace, "service/old")).isTrue();

      String third = push("new\n\nBackstay-Prune: first");
      assertThat(agent.sync("production").statusCode()).isLessThan(300);
      agent.awaitSynced("production", third);
      assertThat(cluster.exists(namespace, "service/old")).isFalse();
      assertThat(cluster.jsonPath(namespace, "service/new", ".spec.ports[0].nodePort"))
          .isEqualTo("31847");

      repository.write("production/service.yml", service("newer", ""));
      agent.awaitSynced("production", push("newer"));
      assertThat(cluster.exists(namespace, "service/new")).isFalse();
      assertThat(cluster.exists(namespace, "service/newer")).isTrue();
    }
  }
}
