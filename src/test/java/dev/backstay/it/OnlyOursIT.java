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

/** What carries our labels without being ours is never touched. */
@ExtendWith(ClusterExtension.class)
final class OnlyOursIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("ours");
  private final TestRepository repository;

  OnlyOursIT(TestCluster cluster, @TempDir Path folder) {
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

  private static final String LABEL = "applyset.kubernetes.io/part-of";

  /** All of a kind by name and uid. */
  private String uids(String kind) {
    return cluster.kubectl(
        "get",
        kind,
        "-n",
        namespace,
        "-o",
        "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}");
  }

  @Test
  void lesson09_whatInheritedOrCopiedOurLabelsIsNeverTouched() {
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
    repository.write("production/service.yml", SERVICE);
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    String first = push("web");
    String label;
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      label =
          LABEL
              + "="
              + cluster.jsonPath(
                  namespace,
                  "configmap/keep",
                  ".metadata.labels.applyset\\.kubernetes\\.io/part-of");
      assertThat(cluster.kubectl("get", "endpointslices", "-n", namespace, "-l", label))
          .as("the controller copies a Service's labels to its EndpointSlices")
          .contains("web");
      cluster.kubectl("create", "configmap", "foreign", "-n", namespace);
      cluster.kubectl("label", "configmap", "foreign", "-n", namespace, label);
      cluster.kubectl("label", "replicasets,pods", "--all", "-n", namespace, label);
    }
    String before = uids("endpointslices,replicasets,pods");
    String foreign = cluster.jsonPath(namespace, "configmap/foreign", ".metadata.uid");

    // started anew, so that the inventory is read from the labels
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String second = repository.delete("production/go.yml").commit("without go");
      repository.push();
      JsonNode status = agent.awaitSynced("production", second);
      assertThat(status.path("objects").path("pruned").asInt()).isEqualTo(1);
      assertThat(cluster.exists(namespace, "configmap/go")).isFalse();
      assertThat(uids("endpointslices,replicasets,pods")).isEqualTo(before).contains("web-");
      assertThat(cluster.jsonPath(namespace, "configmap/foreign", ".metadata.uid"))
          .isNotEmpty()
          .isEqualTo(foreign);
    }
  }

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec: { selector: { app: web }, ports: [{ port: 80 }] }
      """;
}
