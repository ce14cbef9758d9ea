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

/** One object that is known in two API groups. */
@ExtendWith(ClusterExtension.class)
final class ApiGroupIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("group");
  private final TestRepository repository;

  ApiGroupIT(TestCluster cluster, @TempDir Path folder) {
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

  /** The one kind that current clusters still serve in two groups. */
  private String event(String apiVersion) {
    String about =
        apiVersion.equals("v1")
            ? "involvedObject: { kind: ConfigMap, name: web, namespace: %1$s }\nmessage: it happened"
            : "regarding: { kind: ConfigMap, name: web, namespace: %1$s }\nnote: it happened";
    String reporter =
        apiVersion.equals("v1")
            ? "reportingComponent: example.com/us"
            : "reportingController: example.com/us";
    return """
        ---
        apiVersion: %s
        kind: Event
        metadata: { name: happened }
        %s
        eventTime: "2026-05-04T12:00:00.000000Z"
        %s
        reportingInstance: one
        action: Happen
        reason: Happened
        type: Normal
        """
        .formatted(apiVersion, about.formatted(namespace), reporter);
  }

  private String uid() {
    return cluster.jsonPath(namespace, "events/happened", ".metadata.uid");
  }

  @Test
  void lesson06_anotherApiGroupKeepsTheObject() {
    repository.write("production/event.yml", event("v1"));
    repository.write("production/cm.yml", Manifests.configMap("cm", "a"));
    String first = push("in v1");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", first);
      String uid = uid();
      repository.write("production/event.yml", event("events.k8s.io/v1"));
      String second = push("in events.k8s.io/v1");
      JsonNode status = agent.awaitSynced("production", second);
      assertThat(status.path("objects").path("pruned").asInt()).isZero();
      assertThat(uid()).isNotEmpty().isEqualTo(uid);
    }
  }

  @Test
  void lesson06_anotherApiGroupKeepsTheObjectAlsoWhenThePruneComesLater() {
    repository.write("production/event.yml", event("v1"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    String first = push("in v1");
    try (TestAgent agent = agent(", healthTimeout: 1s")) {
      agent.awaitSynced("production", first);
      String uid = uid();
      repository.write("production/event.yml", event("events.k8s.io/v1"));
      repository.write("production/web.yml", Manifests.deployment("web", "broken"));
      String second = push("in events.k8s.io/v1, and broken");
      JsonNode status = agent.awaitState("production", second, "degraded");
      assertThat(status.path("errors").toString()).contains("event/happened");

      // this sync applies no Event: only the folder can tell that it is still wanted
      repository.write("production/web.yml", Manifests.deployment("web", "1.0.1"));
      String third = push("mended");
      agent.awaitSynced("production", third);
      assertThat(uid()).isNotEmpty().isEqualTo(uid);
    }
  }
}
