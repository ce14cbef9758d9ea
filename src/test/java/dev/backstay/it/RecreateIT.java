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
import tools.jackson.databind.JsonNode;

/** Fields that cannot be changed. */
@ExtendWith(ClusterExtension.class)
final class RecreateIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("recreate");
  private final TestRepository repository;

  RecreateIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  private TestAgent agent(String more) {
    return TestAgent.start(
        cluster,
        folder.resolve("agent"),
        repository.url(),
        new Env("production", "production", namespace, more));
  }

  private String push(String message) {
    String head = repository.commit(message);
    repository.push();
    return head;
  }

  private static String deployment(String annotations, String app, String image) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, annotations: { %s } }
        spec:
          replicas: 1
          selector: { matchLabels: { app: %s } }
          template:
            metadata: { labels: { app: %s } }
            spec: { containers: [{ name: main, image: "%s" }] }
        """
        .formatted(annotations, app, app, image);
  }

  private static final String RECREATE = "backstay.dev/recreate: \"true\"";

  private String uid(String object) {
    return cluster.jsonPath(namespace, object, ".metadata.uid");
  }

  @Test
  void lesson07_anImmutableChangeIsRefusedWithTheWayOut() {
    repository.write("production/web.yml", deployment("", "web", "outsrc/web:1.0.0"));
    String first = push("web");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String uid = uid("deployment/web");
      repository.write("production/web.yml", deployment("", "other", "outsrc/web:1.0.0"));
      String second = push("another selector");
      JsonNode error = agent.awaitState("production", second, "refused").path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-205");
      assertThat(error.path("message").asString()).contains("field is immutable");
      assertThat(error.path("hint").asString()).contains(RECREATE);
      assertThat(uid("deployment/web")).isEqualTo(uid);

      repository.write("production/web.yml", deployment(RECREATE, "other", "outsrc/web:1.0.0"));
      String third = push("recreate it");
      JsonNode status = agent.awaitSynced("production", third);
      assertThat(status.path("objects").path("created").asInt()).isEqualTo(1);
      assertThat(uid("deployment/web")).isNotEmpty().isNotEqualTo(uid);
      assertThat(cluster.jsonPath(namespace, "deployment/web", ".spec.selector.matchLabels.app"))
          .isEqualTo("other");
    }
  }

  @Test
  void lesson07_recreatingNeverDeletesWhatItThenCannotCreate() {
    repository.write("production/web.yml", deployment(RECREATE, "web", "outsrc/web:1.0.0"));
    String first = push("web");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String uid = uid("deployment/web");
      String bad =
          deployment(RECREATE, "web", "outsrc/web:1.0.0")
              .replace("matchLabels: { app: web }", "matchLabels: { app: another }");
      repository.write("production/web.yml", bad);
      String second = push("a selector that does not match its template");
      JsonNode error = agent.awaitState("production", second, "refused").path("errors").get(0);
      assertThat(error.path("message").asString()).contains("selector");
      assertThat(uid("deployment/web")).isEqualTo(uid);
      assertThat(cluster.jsonPath(namespace, "deployment/web", ".metadata.deletionTimestamp"))
          .isEmpty();
    }
  }

  @Test
  void lesson07_whatHoldsDataIsNeverRecreated() {
    repository.write("production/db.yml", statefulSet("one"));
    String first = push("db");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String uid = uid("statefulset/db");
      repository.write("production/db.yml", statefulSet("two"));
      String second = push("another service");
      JsonNode error = agent.awaitState("production", second, "refused").path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-205");
      assertThat(error.path("hint").asString()).contains("never recreated");
      assertThat(uid("statefulset/db")).isEqualTo(uid);
    }
  }

  private static String statefulSet(String service) {
    return """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: db, annotations: { %s } }
        spec:
          serviceName: %s
          selector: { matchLabels: { app: db } }
          template:
            metadata: { labels: { app: db } }
            spec: { containers: [{ name: main, image: "outsrc/db:1.0.0" }] }
        """
        .formatted(RECREATE, service);
  }

  @Test
  void aFinishedJobIsRecreatedAndARunningOneIsWaitedFor() {
    repository.write("production/job.yml", job("1.0.0", ""));
    String first = push("migrate");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      cluster.kubectl(
          "wait", "job/migrate", "-n", namespace, "--for=condition=Complete", "--timeout=30s");
      String uid = uid("job/migrate");
      repository.write("production/job.yml", job("broken", ""));
      String second = push("migrate again");
      agent.awaitState("production", second, "rolling-out");
      String running = uid("job/migrate");
      assertThat(running).isNotEmpty().isNotEqualTo(uid);

      repository.write("production/job.yml", job("1.0.2", ""));
      String third = push("migrate once more");
      JsonNode error = agent.awaitState("production", third, "refused").path("errors").get(0);
      assertThat(error.path("hint").asString()).contains("when it has finished");
      assertThat(uid("job/migrate")).isEqualTo(running);
    }
  }

  @Test
  void aFinishedJobThatItsTtlRemovedIsNotMadeAgain() {
    repository.write("production/job.yml", job("1.0.0", "ttlSecondsAfterFinished: 1"));
    repository.write("production/cm.yml", Manifests.configMap("cm", "a"));
    String first = push("migrate");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      cluster.kubectl("wait", "job/migrate", "-n", namespace, "--for=delete", "--timeout=60s");
      repository.write("production/cm.yml", Manifests.configMap("cm", "b"));
      agent.awaitSynced("production", push("something else"));
      assertThat(cluster.exists(namespace, "job/migrate")).isFalse();
    }
    try (TestAgent agent = agent("")) {
      repository.write("production/cm.yml", Manifests.configMap("cm", "c"));
      JsonNode status = agent.awaitSynced("production", push("something else after a restart"));
      assertThat(status.path("objects").path("created").asInt()).isZero();
      assertThat(cluster.exists(namespace, "job/migrate")).isFalse();

      repository.write("production/job.yml", job("1.0.1", ""));
      status = agent.awaitSynced("production", push("migrate again"));
      assertThat(status.path("objects").path("created").asInt()).isEqualTo(1);
      assertThat(cluster.exists(namespace, "job/migrate")).isTrue();
    }
  }

  private static String job(String tag, String more) {
    return """
        apiVersion: batch/v1
        kind: Job
        metadata: { name: migrate }
        spec:
          template:
            spec: { restartPolicy: Never, containers: [{ name: main, image: "outsrc/migrate:%s" }] }
          %s
        """
        .formatted(tag, more);
  }
}
