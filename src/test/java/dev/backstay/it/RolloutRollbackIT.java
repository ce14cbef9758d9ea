package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.AgentApi;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rollbacks with rollouts that take their time. */
@ExtendWith(ClusterExtension.class)
final class RolloutRollbackIT {
  private static final String WEB = "production/web.yml";
  private static final String SETTINGS = "production/settings.yml";

  private final TestCluster cluster;
  private final Path folder;
  private final TestRepository repository;
  private final Path config;

  RolloutRollbackIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    String namespace = TestCluster.uniqueName("back");
    this.config =
        TestAgent.configure(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private String push(String file, String text, String subject) {
    String commit = repository.write(file, text).commit(subject);
    repository.push();
    return commit;
  }

  private ProcessAgent process(String name) {
    Path log = folder.resolve(name);
    cluster.histories().ifPresent(histories -> histories.readsLog(log));
    return ProcessAgent.start(config, log);
  }

  private static JsonNode newest(AgentApi agent) {
    return agent.history("production").get(0);
  }

  @Test
  void p7AnAgentThatIsKilledDuringARollbackCompletesItAndTellsItOnce() {
    final String slow = push(WEB, Manifests.deployment("web", "slow-1"), "slow");
    String quick;
    String revert;
    try (ProcessAgent agent = process("first")) {
      agent.awaitSynced("production", slow);
      quick = push(WEB, Manifests.deployment("web", "1.0.0"), "quick");
      agent.awaitSynced("production", quick);
      revert = repository.revert(quick);
      repository.push();
      agent.awaitState("production", revert, "rolling-out");
    } // by kill -9
    try (ProcessAgent agent = process("second")) {
      agent.awaitSynced("production", revert);
      JsonNode rollback = newest(agent);
      assertThat(rollback.path("number").asInt()).isEqualTo(3);
      assertThat(rollback.path("outcome").asString()).isEqualTo("synced");
      JsonNode change = rollback.path("change");
      assertThat(change.path("kind").asString()).isEqualTo("rollback");
      assertThat(change.path("from").asString()).isEqualTo(quick);
      assertThat(change.path("to").asString()).isEqualTo(slow);
      assertThat(change.path("complete").asBoolean()).isTrue();
      assertThat(change.path("leftovers").isEmpty()).isTrue();
    }
  }

  @Test
  void halfOfABadRolloutIsRevertedAndTheOtherHalfStays() {
    push(SETTINGS, Manifests.configMap("settings", "good"), "settings");
    String good = push(WEB, Manifests.deployment("web", "1.0.0"), "good");
    try (TestAgent agent = TestAgent.start(config)) {
      agent.awaitSynced("production", good);
      String settings = push(SETTINGS, Manifests.configMap("settings", "new"), "new settings");
      agent.awaitSynced("production", settings);
      String bad = push(WEB, Manifests.deployment("web", "broken"), "bad");
      agent.awaitState("production", bad, "rolling-out");

      String half = repository.revert(settings);
      repository.push();
      JsonNode status = agent.awaitState("production", half, "rolling-out");
      assertThat(status.path("change").path("kind").asString()).isEqualTo("partial rollback");

      String rest = repository.revert(bad);
      repository.push();
      agent.awaitSynced("production", rest);
      JsonNode change = newest(agent).path("change");
      assertThat(change.path("kind").asString()).isEqualTo("rollback");
      assertThat(change.path("to").asString()).isEqualTo(good);
      assertThat(change.path("complete").asBoolean()).isTrue();
    }
  }
}
