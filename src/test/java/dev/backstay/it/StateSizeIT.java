package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.AuditLog.Request;
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

@ExtendWith(ClusterExtension.class)
final class StateSizeIT {
  private static final int OBJECTS = 10_000;
  private static final double MEBIBYTE = 1024.0 * 1024;

  @Test
  void tenThousandObjectsFitAndCostNoMoreThanWhatChanged(
      TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("size");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first =
        repository
            .write("production/all.yml", Manifests.configMaps(OBJECTS - 1, "a"))
            .write("production/one.yml", Manifests.configMap("one", "a"))
            .commit("ten thousand");
    repository.push();
    Env env = Env.of("production", namespace);
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> agent.status("production").path("state").asString().equals("synced"));
      agent.awaitSynced("production", first);
      assertThat(stateBytes(agent)).isBetween(100_000.0, MEBIBYTE);

      long mark = audit.mark();
      String second =
          repository.write("production/one.yml", Manifests.configMap("one", "b")).commit("one");
      repository.push();
      JsonNode status = agent.awaitSynced("production", second);
      assertThat(status.path("objects").path("configured").asInt()).isEqualTo(1);
      assertThat(writes(audit, mark, namespace))
          .as("a rehearsal, an apply, two writes of the parent and an Event")
          .hasSize(5);
    }

    long mark = audit.mark();
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      agent.awaitSynced("production", repository.head());
      JsonNode health = agent.status("production").path("health");
      assertThat(health.path("healthy").asInt()).isEqualTo(OBJECTS);
      assertThat(writes(audit, mark, namespace))
          .as(
              "a restart writes nothing: it only asks whether the parent that it read is the newest")
          .allMatch(r -> r.isDryRun() && r.name().equals("backstay-production"));

      String third =
          repository.write("production/one.yml", Manifests.configMap("one", "c")).commit("more");
      repository.push();
      JsonNode status = agent.awaitSynced("production", third);
      assertThat(status.path("objects").path("unchanged").asInt())
          .as("all digests were found again")
          .isEqualTo(OBJECTS - 1);
    }
  }

  private static double stateBytes(TestAgent agent) {
    String prefix = "backstay_state_bytes{environment=\"production\"} ";
    return agent
        .getProbe("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
        .findFirst()
        .orElseThrow();
  }

  private static List<Request> writes(AuditLog audit, long mark, String namespace) {
    return audit.since(mark, namespace).stream()
        .filter(Request::isWrite)
        .filter(request -> !request.isCountedApart())
        .toList();
  }
}
