package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Objects that a commit moves: the survivor is never deleted. */
@ExtendWith(ClusterExtension.class)
final class MovesIT {
  private static final String BROKEN = "apiVersion: v1\nkind: ConfigMap\nmetadata: { nam: x }\n";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("moves");
  private final TestRepository repository;
  private String first = "";
  private long mark;

  MovesIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @BeforeEach
  void oneHasAnObjectAndTwoHasAnother() {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    repository.write("one/stays.yml", Manifests.configMap("stays", "a"));
    repository.write("one/moves.yml", Manifests.configMap("moves", "a"));
    first = repository.write("two/other.yml", Manifests.configMap("other", "a")).commit("start");
    repository.push();
    mark = audit().mark();
  }

  private TestAgent agent() {
    Env one = new Env("one", "one", namespace, ", prune: { maxShare: 10% }");
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), one, Env.of("two", namespace));
  }

  @Test
  void lesson10_theSameObjectTwiceInOneEnvironmentIsRefusedNamingBothPlaces() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("one", first);
      repository.write("one/again.yml", Manifests.configMap("moves", "b"));
      String twice = repository.commit("twice");
      repository.push();
      JsonNode error = agent.awaitState("one", twice, "refused").path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-113");
      assertThat(error.path("file").asString()).isEqualTo("one/moves.yml");
      assertThat(error.path("message").asString()).contains("is also in one/again.yml:2");
      assertThat(value()).isEqualTo("a");
    }
  }

  @Test
  void lesson10_movedBetweenFilesNothingIsDeleted() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("one", first);
      String uid = uid();
      repository.delete("one/moves.yml");
      repository.write("one/deep/er/other-name.yml", Manifests.configMap("moves", "a"));
      String moved = repository.commit("another file");
      repository.push();
      JsonNode status = agent.awaitSynced("one", moved);
      assertThat(status.path("objects").path("unchanged").asInt()).isEqualTo(2);
      assertThat(uid()).isEqualTo(uid);
      assertThat(deletes()).isEmpty();
    }
  }

  @Test
  void lesson10_movedBackAndForthBetweenEnvironmentsItSurvives() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("one", first);
      agent.awaitSynced("two", first);
      String uid = uid();
      for (int i = 0; i < 6; i++) {
        String from = i % 2 == 0 ? "one" : "two";
        String to = i % 2 == 0 ? "two" : "one";
        repository.delete(from + "/moves.yml");
        String moved =
            repository.write(to + "/moves.yml", Manifests.configMap("moves", "v" + i)).commit(to);
        repository.push();
        agent.awaitSynced(to, moved);
        agent.awaitSynced(from, moved);
        assertThat(value()).isEqualTo("v" + i);
        assertThat(uid()).isEqualTo(uid);
        assertThat(owner()).isEqualTo(setOf(to));
      }
      assertThat(deletes()).isEmpty();
    }
  }

  @Test
  void lesson10_theOldEnvironmentKeepsItUntilTheNewOneCanTakeIt() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("one", first);
      agent.awaitSynced("two", first);
      String uid = uid();
      repository.delete("one/moves.yml");
      repository.write("two/moves.yml", Manifests.configMap("moves", "b"));
      String stuck = repository.write("two/broken.yml", BROKEN).commit("move, with a mistake");
      repository.push();

      agent.awaitState("two", stuck, "refused");
      JsonNode error = agent.awaitState("one", stuck, "degraded").path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-302");
      assertThat(error.path("object").asString()).isEqualTo("configmap/moves");
      assertThat(error.path("message").asString()).contains("environment two");
      assertThat(owner()).isEqualTo(setOf("one"));

      String mended = repository.delete("two/broken.yml").commit("mended");
      repository.push();
      agent.awaitSynced("two", mended);
      agent.awaitSynced("one", mended);
      assertThat(value()).isEqualTo("b");
      assertThat(uid()).isEqualTo(uid);
      assertThat(owner()).isEqualTo(setOf("two"));
      assertThat(deletes()).isEmpty();
    }
  }

  @Test
  void lesson10_theNewEnvironmentTakesItEvenIfTheOldOneIsRefused() {
    try (TestAgent agent = agent()) {
      agent.awaitSynced("one", first);
      agent.awaitSynced("two", first);
      String uid = uid();
      repository.delete("one/moves.yml").write("one/broken.yml", BROKEN);
      repository.write("two/moves.yml", Manifests.configMap("moves", "b"));
      String stuck = repository.commit("move, with a mistake");
      repository.push();
      // what cannot be read may still hold it
      JsonNode error = agent.awaitState("two", stuck, "refused").path("errors").get(0);
      assertThat(error.path("message").asString()).contains("environment one");
      agent.awaitState("one", stuck, "refused");
      assertThat(value()).isEqualTo("a");

      String outside = "{ name: outside, namespace: kube-system }";
      repository.write("one/broken.yml", "apiVersion: v1\nkind: Secret\nmetadata: " + outside);
      String refused = repository.commit("readable, but not allowed");
      repository.push();
      agent.awaitState("one", refused, "refused");
      agent.awaitSynced("two", refused);
      assertThat(value()).isEqualTo("b");

      String mended = repository.delete("one/broken.yml").commit("mended");
      repository.push();
      agent.awaitSynced("one", mended);
      assertThat(uid()).isEqualTo(uid);
      assertThat(owner()).isEqualTo(setOf("two"));
      assertThat(deletes()).isEmpty();
    }
  }

  @Test
  void lesson10_anEnvironmentOfAnotherAgentIsRefusedByName() {
    Env one = new Env("one", "one", namespace, ", prune: { enabled: false }");
    try (TestAgent owner =
            TestAgent.start(cluster, folder.resolve("agent-1"), repository.url(), one);
        TestAgent other =
            TestAgent.start(
                cluster, folder.resolve("agent-2"), repository.url(), Env.of("two", namespace))) {
      owner.awaitSynced("one", first);
      other.awaitSynced("two", first);
      repository.delete("one/moves.yml");
      String moved =
          repository.write("two/moves.yml", Manifests.configMap("moves", "b")).commit("move");
      repository.push();
      JsonNode error = other.awaitState("two", moved, "refused").path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-302");
      assertThat(error.path("file").asString()).isEqualTo("two/moves.yml");
      assertThat(error.path("message").asString()).contains("environment one");
      assertThat(value()).isEqualTo("a");
    }
  }

  private AuditLog audit() {
    return cluster.auditLog().orElseThrow();
  }

  private List<AuditLog.Request> deletes() {
    return audit().since(mark, namespace).stream()
        .filter(r -> r.verb().equals("delete") && r.resource().equals("configmaps"))
        .toList();
  }

  private String value() {
    return cluster.jsonPath(namespace, "configmap/moves", ".data.value");
  }

  private String uid() {
    return cluster.jsonPath(namespace, "configmap/moves", ".metadata.uid");
  }

  private String owner() {
    return cluster.jsonPath(
        namespace, "configmap/moves", ".metadata.labels.applyset\\.kubernetes\\.io/part-of");
  }

  private String setOf(String environment) {
    return cluster.jsonPath(
        namespace,
        "configmap/backstay-" + environment,
        ".metadata.labels.applyset\\.kubernetes\\.io/id");
  }
}
