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

@ExtendWith(ClusterExtension.class)
final class InheritedLabelsIT {
  private static final String PART_OF = "applyset.kubernetes.io/part-of";
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec: { selector: { app: web }, ports: [{ port: 80 }] }
      """;
  private static final String SLICE =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: { name: own }
      addressType: IPv4
      endpoints: []
      ports: []
      """;

  @Test
  void lesson09_whatOnlyInheritedOurLabelIsNeitherInTheInventoryNorPruned(
      TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("inherit");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/svc.yml", SERVICE).write("production/slice.yml", SLICE);
    String first =
        repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("all");
    repository.push();
    Env env = Env.of("production", namespace);
    String selector = "kubernetes.io/service-name=web," + PART_OF;
    String inherited;
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      agent.awaitSynced("production", first);
      String[] get = {"get", "endpointslices", "-n", namespace, "-o", "name", "-l", selector};
      await().until(() -> !cluster.kubectl(get).isBlank());
      inherited = cluster.kubectl(get).strip();
      String id = cluster.jsonPath(namespace, "configmap/cm", ".metadata.labels");
      cluster.kubectl("create", "configmap", "copy", "-n", namespace);
      cluster.kubectl("label", "configmap/copy", "-n", namespace, PART_OF + "=" + value(id));
    }

    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      JsonNode status = agent.awaitSynced("production", first);
      assertThat(status.path("health").path("healthy").asInt())
          .as("the Service, the EndpointSlice and the ConfigMap of the folder: %s", status)
          .isEqualTo(3);
      repository.delete("production/cm.yml").delete("production/slice.yml");
      String second = repository.commit("without cm and own");
      repository.push();
      status = agent.awaitSynced("production", second);

      assertThat(status.path("objects").path("pruned").asInt()).isEqualTo(2);
      assertThat(cluster.exists(namespace, "endpointslice/own")).isFalse();
      assertThat(cluster.exists(namespace, inherited)).isTrue();
      assertThat(cluster.exists(namespace, "configmap/copy")).isTrue();
    }
  }

  private static String value(String labels) {
    return labels.substring(labels.indexOf("applyset-"), labels.lastIndexOf('"'));
  }
}
