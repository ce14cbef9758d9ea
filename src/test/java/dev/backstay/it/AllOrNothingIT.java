package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.AuditLog.Request;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(ClusterExtension.class)
final class AllOrNothingIT {
  private static final String BAD_FIELD =
      Manifests.deployment("web", "1.0.0").replace("replicas: 2", "replica: 2");
  private static final String BAD_YAML = "---\napiVersion: v1\nkind: ConfigMap\n\tname: x\n";

  @Test
  void p3OneBadFieldAmongFiftyWritesNothing(TestCluster cluster, @TempDir Path folder) {
    refuses(cluster, folder, BAD_FIELD, "BKS-204", 6, "field not declared in schema");
  }

  @Test
  void p3OneBadLineAmongFiftyWritesNothing(TestCluster cluster, @TempDir Path folder) {
    refuses(cluster, folder, BAD_YAML, "BKS-110", 4, "tab");
  }

  @Test
  void p3AnObjectTwiceIsRefusedWithBothPlaces(TestCluster cluster, @TempDir Path folder) {
    String twice = Manifests.configMap("twin", "a") + Manifests.configMap("twin", "b");
    refuses(cluster, folder, twice, "BKS-113", 7, "production/bad.yml:2");
  }

  @Test
  void p3EvenAFirstSyncWritesNothingOfWhatCannotBeRead(TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("p3");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/all.yml", Manifests.configMaps(50, "a"));
    String bad = repository.write("production/bad.yml", BAD_YAML).commit("bad");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitState("production", bad, "refused");
      assertThat(cluster.kubectl("get", "namespace", namespace, "--ignore-not-found")).isEmpty();
    }
  }

  private static void refuses(
      TestCluster cluster, Path folder, String bad, String code, int line, String words) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("p3");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String good =
        repository.write("production/all.yml", Manifests.configMaps(50, "a")).commit("good");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", good);
      long mark = audit.mark();

      repository.write("production/all.yml", Manifests.configMaps(50, "b"));
      String refused = repository.write("production/bad.yml", bad).commit("bad");
      repository.push();
      JsonNode status = agent.awaitState("production", refused, "refused");

      assertThat(writes(audit, mark, namespace))
          .allMatch(
              r ->
                  r.isDryRun()
                      || r.name().equals("backstay-production")
                      || r.resource().equals("events"));
      JsonNode error = status.path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo(code);
      assertThat(error.path("file").asString()).isEqualTo("production/bad.yml");
      assertThat(error.path("line").asInt()).isEqualTo(line);
      assertThat(error.path("message").asString() + error.path("hint").asString()).contains(words);
      assertThat(status.path("deployed").path("revision").asString()).isEqualTo(good);
      assertThat(cluster.jsonPath(namespace, "configmap/cm-1", ".data.value")).isEqualTo("a");

      long beforeRevert = audit.mark();
      repository.revert(refused);
      repository.push();
      agent.awaitSynced("production", repository.head());
      assertThat(audit.since(beforeRevert, namespace))
          .filteredOn(r -> !r.isCountedApart())
          .as("the way back from a refusal needs no request")
          .isEmpty();
    }
  }

  private static List<Request> writes(AuditLog audit, long mark, String namespace) {
    return audit.since(mark, namespace).stream()
        .filter(Request::isWrite)
        .filter(r -> !r.isCountedApart())
        .toList();
  }
}
