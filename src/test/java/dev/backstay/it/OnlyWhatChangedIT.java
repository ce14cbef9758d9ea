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
final class OnlyWhatChangedIT {
  @Test
  void p2OneOfThreeHundredIsOneRehearsalAndOneApply(TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("p2");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String all = Manifests.configMaps(300, "a");
    String first = repository.write("production/all.yml", all).commit("300 objects");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", first);
      String untouched = cluster.jsonPath(namespace, "configmap/cm-8", ".metadata.resourceVersion");
      long mark = audit.mark();

      String one = all.replace(Manifests.configMap("cm-7", "a"), Manifests.configMap("cm-7", "b"));
      String changed = repository.write("production/all.yml", one).commit("one of them");
      repository.push();
      JsonNode status = agent.awaitSynced("production", changed);

      List<Request> writes =
          audit.since(mark, namespace).stream()
              .filter(Request::isWrite)
              .filter(r -> !r.isCountedApart())
              .toList();
      assertThat(writes).filteredOn(r -> r.name().equals("cm-7") && r.isDryRun()).hasSize(1);
      assertThat(writes).filteredOn(r -> r.name().equals("cm-7") && !r.isDryRun()).hasSize(1);
      assertThat(writes)
          .filteredOn(r -> r.name().equals("backstay-production"))
          .hasSizeBetween(1, 2);
      assertThat(writes).filteredOn(r -> r.resource().equals("events")).hasSize(1);
      assertThat(writes).hasSizeLessThanOrEqualTo(5);
      assertThat(status.path("objects").path("configured").asInt()).isEqualTo(1);
      assertThat(status.path("objects").path("unchanged").asInt()).isEqualTo(299);
      assertThat(cluster.jsonPath(namespace, "configmap/cm-7", ".data.value")).isEqualTo("b");
      assertThat(cluster.jsonPath(namespace, "configmap/cm-8", ".metadata.resourceVersion"))
          .isEqualTo(untouched);
    }
  }
}
