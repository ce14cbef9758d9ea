package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Kubernetes itself never replaces an ordered pod of a bad revision after a revert. */
@ExtendWith(ClusterExtension.class)
final class StatefulSetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String told = TestCluster.uniqueName("told");
  private final String done = TestCluster.uniqueName("done");

  private static String database(String tag) {
    return """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: db }
        spec:
          replicas: 2
          serviceName: db
          selector: { matchLabels: { app: db } }
          template:
            metadata: { labels: { app: db } }
            spec: { containers: [{ name: main, image: "outsrc/db:%s" }] }
        """
        .formatted(tag);
  }

  @Test
  void lesson20_aSetStuckOnABadRevisionIsExplainedAndUnstuckOnlyWhereThatIsWanted(
      TestCluster cluster, @TempDir Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String good = repository.write("production/db.yml", database("1.0.0")).commit("db 1.0.0");
    repository.push();
    Env explained = new Env("told", "production", told, "");
    Env unstuck = new Env("done", "production", done, ", unstick: true");
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), explained, unstuck)) {
      agent.awaitSynced("told", good);
      agent.awaitSynced("done", good);
      String bad = repository.write("production/db.yml", database("broken")).commit("db broken");
      repository.push();
      awaitWords(agent, "told", bad, "rolling-out", "1 of 1 pod: ImagePullBackOff: ");
      awaitWords(agent, "done", bad, "rolling-out", "1 of 1 pod: ImagePullBackOff: ");
      String stuck = cluster.jsonPath(told, "pod/db-1", ".metadata.uid");

      String back = repository.revert(bad);
      repository.push();
      String command = "kubectl -n " + told + " delete pod db-1";
      awaitWords(agent, "told", back, "rolling-out", command);
      agent.awaitSynced("done", back);
      assertThat(cluster.jsonPath(done, "pod/db-1", ".spec.containers[0].image"))
          .isEqualTo("outsrc/db:1.0.0");

      assertThat(cluster.jsonPath(told, "pod/db-1", ".metadata.uid")).isEqualTo(stuck);
      cluster.kubectl(command.substring("kubectl ".length()).split(" ", -1));
      agent.awaitSynced("told", back);
    }
  }

  private static void awaitWords(
      TestAgent agent, String environment, String head, String state, String words) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              JsonNode status = agent.status(environment);
              assertThat(status.path("seen").path("revision").asString("")).isEqualTo(head);
              assertThat(status.path("state").asString("")).isEqualTo(state);
              assertThat(status.path("errors").toString()).contains(words);
            });
  }
}
