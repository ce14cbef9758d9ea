package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What comes later counts, whatever the commit before it waits for. */
@ExtendWith(ClusterExtension.class)
final class NewerCommitIT {
  private static final String QUOTA =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: { name: few }
      spec: { hard: { count/services: "1" } }
      """;
  private static final String SERVICES = service("first") + service("second");

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("newer");
  private final TestRepository repository;
  private final String good;

  NewerCommitIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/quota.yml", QUOTA);
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    this.good =
        repository.write("production/cm.yml", Manifests.configMap("cm", "good")).commit("good");
    repository.push();
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private static String service(String name) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: %s }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
        """
        .formatted(name);
  }

  @Test
  void lesson04_tenCommitsPushedWhileWaitingForHealthEndSyncedOnTheLastOne() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", good);
      repository.write("production/web.yml", Manifests.deployment("web", "broken"));
      String broken = repository.commit("broken");
      repository.push();
      agent.awaitState("production", broken, "rolling-out");
      for (int i = 1; i < 10; i++) {
        repository
            .write("production/cm.yml", Manifests.configMap("cm", "v" + i))
            .commit("still broken " + i);
        repository.push();
      }
      repository.write("production/web.yml", Manifests.deployment("web", "1.1.0"));
      String last =
          repository.write("production/cm.yml", Manifests.configMap("cm", "v10")).commit("mended");
      repository.push();

      JsonNode status = agent.awaitSynced("production", last);

      assertThat(status.path("deployed").path("revision").asString()).isEqualTo(last);
      assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("v10");
      assertThat(agent.history("production").get(0).path("commits").toString())
          .as("each of them is in the history")
          .contains("still broken 1\"", "still broken 9\"", "mended");
    }
  }

  @Test
  void lesson05_aWaitingBadCommitDoesNotHoldUpItsRevert() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", good);
      repository.write("production/web.yml", Manifests.deployment("web", "broken"));
      String bad = repository.commit("bad");
      repository.push();
      agent.awaitState("production", bad, "rolling-out");
      String revert = repository.revert(bad);
      repository.push();
      // a rollout is waited for five minutes, and a test one: the revert has ended the wait
      agent.awaitSynced("production", revert);
      assertThat(image()).isEqualTo("outsrc/web:1.0.0");
    }
  }

  @Test
  void lesson05_aBadCommitThatIsTriedAgainAndAgainDoesNotHoldUpItsRevert() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", good);
      String before = objects();
      // each passes its rehearsal, but the quota has room for one of them
      String bad = repository.write("production/services.yml", SERVICES).commit("bad");
      repository.push();
      JsonNode refused = agent.awaitState("production", bad, "refused");
      assertThat(refused.path("errors").get(0).path("code").asString()).isEqualTo("BKS-207");
      assertThat(refused.path("retry").path("at").asString()).isNotEmpty();

      String revert = repository.revert(bad);
      repository.push();
      agent.awaitSynced("production", revert);
      assertThat(objects()).as("nothing of the bad commit is left").isEqualTo(before);
    }
  }

  @Test
  void lesson11_aRollbackThatARestartInterruptsLeavesNothingOfTheBadCommitBehind() {
    String before;
    String revert;
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", good);
      before = objects();
      repository.write("production/web.yml", Manifests.deployment("web", "broken"));
      repository.write("production/added.yml", Manifests.configMaps(4, "bad"));
      String bad = repository.write("production/svc.yml", service("added")).commit("bad");
      repository.push();
      agent.awaitState("production", bad, "rolling-out");
      finalizers("[\"example.com/wait\"]");

      revert = repository.revert(bad);
      repository.push();
      JsonNode status = agent.awaitState("production", revert, "degraded");
      assertThat(status.path("errors").toString()).contains("BKS-411", "configmap/cm-2");
      assertThat(status.path("change").path("complete").asBoolean()).isFalse();
      assertThat(status.path("change").path("leftovers").valueStream().map(JsonNode::asString))
          .containsExactly("configmap/cm-2");
      assertThat(cluster.exists(namespace, "configmap/cm-2")).isTrue();
    }
    finalizers("null");
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", revert);
      assertThat(objects()).isEqualTo(before);
      assertThat(image()).isEqualTo("outsrc/web:1.0.0");
      JsonNode last = agent.history("production").get(0);
      assertThat(last.path("change").path("kind").asString()).isEqualTo("rollback");
      assertThat(last.path("change").path("to").asString()).isEqualTo(good);
      assertThat(last.path("outcome").asString()).isEqualTo("synced");
    }
  }

  private void finalizers(String json) {
    cluster.kubectl(
        "patch",
        "configmap/cm-2",
        "-n",
        namespace,
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":" + json + "}}");
  }

  private String image() {
    return cluster.jsonPath(namespace, "deployment/web", ".spec.template.spec.containers[0].image");
  }

  /** All that is there of the kinds that the commits are about, but for the agent's own records. */
  private String objects() {
    String all =
        cluster.kubectl(
            "get", "configmaps,services,deployments,resourcequotas", "-n", namespace, "-o", "name");
    Stream<String> names = all.lines().filter(line -> !line.contains("/backstay-"));
    return String.join("\n", List.copyOf(names.sorted().toList()));
  }
}
