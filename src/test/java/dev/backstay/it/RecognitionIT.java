package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a sync means: told by the history, by trees that were deployed before, and by git. */
@ExtendWith(ClusterExtension.class)
final class RecognitionIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("known");
  private final TestRepository repository;

  RecognitionIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private String push(String name, String value) {
    String commit =
        repository
            .write("production/" + name + ".yml", Manifests.configMap(name, value))
            .commit(name + " " + value);
    repository.push();
    return commit;
  }

  private String pushRevert(String commit) {
    String revert = repository.revert(commit);
    repository.push();
    return revert;
  }

  /** Waits for a revision; gives its entry of the history. */
  private static JsonNode entry(TestAgent agent, String revision) {
    agent.awaitSynced("production", revision);
    JsonNode entry = agent.history("production").get(0);
    assertThat(entry.path("revision").asString()).isEqualTo(revision);
    return entry;
  }

  private static void assertChange(
      JsonNode entry, String kind, String from, String to, String... reverts) {
    JsonNode change = entry.path("change");
    assertThat(change.path("kind").asString()).isEqualTo(kind);
    assertThat(change.path("from").asString()).isEqualTo(from);
    assertThat(change.path("to").asString()).isEqualTo(to);
    assertThat(change.path("reverts").valueStream().map(JsonNode::asString))
        .isEqualTo(List.of(reverts));
    assertThat(change.path("complete").asBoolean()).isTrue();
    assertThat(change.path("leftovers").isEmpty()).isTrue();
  }

  private static int rolledBackBy(TestAgent agent, String revision) {
    return agent
        .history("production")
        .valueStream()
        .filter(entry -> entry.path("revision").asString().equals(revision))
        .findFirst()
        .orElseThrow()
        .path("rolledBackBy")
        .asInt();
  }

  @Test
  void tellsFullAndPartialRevertsApartAndWhatIsBroughtBack() {
    String a = push("one", "1");
    try (TestAgent agent = agent()) {
      assertChange(entry(agent, a), "deploy", "", "");
      String b = push("two", "2");
      assertChange(entry(agent, b), "deploy", a, "");
      String c = push("one", "3");
      entry(agent, c);

      String withoutB = pushRevert(b);
      JsonNode partial = entry(agent, withoutB);
      assertChange(partial, "partial rollback", c, "", b);
      assertThat(partial.path("objects").toString()).contains("configmap/two pruned");
      assertThat(rolledBackBy(agent, b)).isEqualTo(partial.path("number").asInt());
      assertThat(rolledBackBy(agent, c)).isZero();

      String bAgain = pushRevert(withoutB);
      assertChange(entry(agent, bAgain), "roll forward", withoutB, c, withoutB);

      repository.revert(c);
      String both = pushRevert(b);
      JsonNode full = entry(agent, both);
      assertChange(full, "rollback", bAgain, a, bAgain, withoutB, c, b);
      assertThat(full.path("commits").size()).isEqualTo(2);

      String d = push("two", "4");
      assertChange(entry(agent, d), "deploy", both, "");
      String byHand = repository.delete("production/two.yml").commit("Back to how it was");
      repository.push();
      JsonNode handMade = entry(agent, byHand);
      assertChange(handMade, "rollback", d, a, d);
      assertThat(rolledBackBy(agent, d)).isEqualTo(handMade.path("number").asInt());
    }
  }

  @Test
  void whatTheHistoryForgotIsProvenByGit() {
    String a = push("one", "1");
    String b;
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", a);
      b = push("one", "2");
      agent.awaitSynced("production", b);
    }
    forgetAllButTheNewestEntry();
    try (TestAgent agent = agent()) {
      String revert = pushRevert(b);
      assertChange(entry(agent, revert), "rollback", b, a, b);
    }
  }

  private void forgetAllButTheNewestEntry() {
    String parent = "configmap/backstay-production";
    JsonNode history = JSON.readTree(cluster.jsonPath(namespace, parent, ".data.history"));
    ObjectNode patch = JSON.createObjectNode();
    String newest = JSON.createArrayNode().add(history.get(0)).toString();
    patch.putObject("data").put("history", newest);
    cluster.kubectl("patch", parent, "-n", namespace, "--type=merge", "-p", patch.toString());
  }

  @Test
  void correctionsOfDriftAreOneEntryBetweenTwoSyncs() {
    String a = push("one", "1");
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", a);
      edit("x");
      awaitCorrections(agent, 1);
      edit("y");
      awaitCorrections(agent, 2);

      JsonNode corrections = agent.history("production").get(0);
      assertThat(corrections.path("number").asInt()).isEqualTo(2);
      assertThat(corrections.path("outcome").asString()).isEqualTo("corrected");
      assertThat(corrections.path("author").asString()).isEqualTo("kubectl-edit");
      assertThat(corrections.path("subject").asString())
          .isEqualTo("configmap/one .data.value changed by kubectl-edit");

      String b = push("one", "2");
      assertChange(entry(agent, b), "deploy", a, "");
      assertThat(agent.history("production").get(0).path("number").asInt()).isEqualTo(3);
    }
  }

  private void edit(String value) {
    cluster.kubectl(
        "patch",
        "configmap/one",
        "-n",
        namespace,
        "--field-manager=kubectl-edit",
        "--type=merge",
        "-p",
        "{\"data\":{\"value\":\"" + value + "\"}}");
  }

  private static void awaitCorrections(TestAgent agent, int count) {
    await()
        .untilAsserted(
            () -> {
              JsonNode newest = agent.history("production").get(0);
              assertThat(newest.path("change").path("kind").asString())
                  .isEqualTo("drift correction");
              assertThat(newest.path("counts").path("configured").asInt()).isEqualTo(count);
            });
  }
}
