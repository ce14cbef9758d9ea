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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(ClusterExtension.class)
final class CustomResourceIT {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lesson17_aDefinitionAndItsResourceComeInOneCommit(
      boolean inFirstSync, TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("crd");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String base = repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    String kinds = namespace.replace("-", "") + "s";
    if (inFirstSync) {
      base = repository.write("production/widget.yml", widget(kinds)).commit("widget");
    }
    repository.push();
    Env env =
        new Env(
            "production", "production", namespace, ", clusterKinds: [CustomResourceDefinition]");
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      JsonNode status = agent.awaitSynced("production", base);
      if (!inFirstSync) {
        String head = repository.write("production/widget.yml", widget(kinds)).commit("widget");
        repository.push();
        status = agent.awaitSynced("production", head);
        assertThat(status.path("objects").path("unchanged").asInt()).isEqualTo(1);
      }
      assertThat(cluster.jsonPath(namespace, kinds + ".demo.backstay.dev/w", ".spec.size"))
          .isEqualTo("3");
    } finally {
      cluster.kubectl("delete", "crd", kinds + ".demo.backstay.dev", "--wait=false");
    }
  }

  @Test
  void anObjectOfAKindThatCameLaterIsNotTakenFromItsOwner(
      TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("late");
    String kinds = namespace.replace("-", "") + "s";
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("one/cm.yml", Manifests.configMap("one", "a"));
    repository.write("two/cm.yml", Manifests.configMap("two", "a"));
    String first = repository.commit("no widget yet");
    repository.push();
    String crds = ", clusterKinds: [CustomResourceDefinition]";
    Env ownEnv = new Env("one", "one", namespace, crds);
    Env otherEnv = new Env("two", "two", namespace, crds);
    // two agents, so that the second does not learn of the kind by applying it itself
    try (TestAgent owner =
            TestAgent.start(cluster, folder.resolve("one"), repository.url(), ownEnv);
        TestAgent other =
            TestAgent.start(cluster, folder.resolve("two"), repository.url(), otherEnv)) {
      owner.awaitSynced("one", first);
      other.awaitSynced("two", first);
      String second = repository.write("one/widget.yml", widget(kinds)).commit("widget");
      repository.push();
      owner.awaitSynced("one", second);

      String resource = widget(kinds).split("---", -1)[0].replace("size: 3", "size: 4");
      String third = repository.write("two/widget.yml", resource).commit("the same widget");
      repository.push();
      JsonNode status = other.awaitState("two", third, "refused");

      assertThat(status.path("errors").get(0).path("message").asString())
          .contains("environment one");
      assertThat(cluster.jsonPath(namespace, kinds + ".demo.backstay.dev/w", ".spec.size"))
          .isEqualTo("3");
    } finally {
      cluster.kubectl(
          "delete", "crd", kinds + ".demo.backstay.dev", "--ignore-not-found", "--wait=false");
    }
  }

  private static String widget(String plural) {
    String kind = "W" + plural.substring(0, plural.length() - 1);
    return """
        apiVersion: demo.backstay.dev/v1
        kind: %1$s
        metadata: { name: w }
        spec: { size: 3 }
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: %2$s.demo.backstay.dev }
        spec:
          group: demo.backstay.dev
          scope: Namespaced
          names: { kind: %1$s, plural: %2$s }
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec: { type: object, properties: { size: { type: integer } } }
        """
        .formatted(kind, plural);
  }
}
