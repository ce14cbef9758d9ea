package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.AgentApi;
import dev.backstay.testing.Canary;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Why something is not well is one click away, for who may see it. */
@ExtendWith(ClusterExtension.class)
final class WhyIT {
  private static final String WEB = "/environments/production/objects/deployment.apps/web";

  private static String known(TestAgent agent, String path) {
    return agent
        .send(
            HttpRequest.newBuilder(agent.uri(path))
                .header("Authorization", "Bearer " + AgentApi.TOKEN))
        .body();
  }

  @Test
  void eventsAndLogsAreShownWithoutSecretsAndWhatCannotBeHadIsSaid(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    String secret = Canary.of("why");
    String namespace = TestCluster.uniqueName("why");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String head =
        repository
            .write(
                "production/web.yml",
                Manifests.deployment("web", "broken").replace("replicas: 2", "replicas: 1")
                    + Manifests.secret("database", "why"))
            .commit("broken");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitState("production", head, "rolling-out");
      await()
          .until(
              () -> cluster.kubectl("get", "pods", "-n", namespace, "-o", "name").contains("pod/"));
      say(cluster, folder, namespace, "cannot log in with " + secret);

      JsonNode told = AgentApi.json(known(agent, "/api/v1" + WEB));
      assertThat(told.path("health").asString()).isNotEqualTo("healthy");
      assertThat(told.path("events").toString()).contains("cannot log in with ***");
      String page = known(agent, WEB);
      assertThat(page)
          .contains("cannot log in with ***", "image: \"outsrc/web:broken\"")
          .doesNotContain(secret);
      assertThat(known(agent, "/environments/production/objects/secret/database"))
          .contains("kind: Secret", "***")
          .doesNotContain(secret);

      pretendItCrashed(cluster, namespace);
      await()
          .untilAsserted(
              () ->
                  assertThat(AgentApi.json(known(agent, "/api/v1" + WEB)).path("gaps").toString())
                      .contains("read the log of web-"));

      assertThat(agent.get(WEB).body())
          .contains("signed in")
          .doesNotContain("cannot log in", "outsrc/web:broken");
      assertThat(agent.get("/api/v1" + WEB).statusCode()).isEqualTo(403);
      assertThat(agent.get("/environments/production/objects/deployment.apps/nothing").statusCode())
          .isEqualTo(404);
      String line =
          "/environments/production/files?path=production/web.yml&line=6&revision=" + head;
      assertThat(known(agent, line)).contains("▶", "replicas: 1");
      assertThat(agent.get(line).body()).contains("signed in").doesNotContain("replicas");
      assertThat(known(agent, line.replace("production/web.yml", "../etc/passwd")))
          .contains("only files of the environment");
    }
  }

  private static void say(TestCluster cluster, Path folder, String namespace, String message)
      throws IOException {
    Path event =
        Files.writeString(
            folder.resolve("event.yaml"),
            """
            apiVersion: v1
            kind: Event
            metadata: { name: web.1, namespace: %1$s }
            involvedObject: { apiVersion: apps/v1, kind: Deployment, name: web, namespace: %1$s }
            reason: Trouble
            type: Warning
            message: "%2$s"
            firstTimestamp: "2026-05-04T12:00:00Z"
            lastTimestamp: "2026-05-04T12:00:00Z"
            source: { component: test }
            """
                .formatted(namespace, message));
    cluster.kubectl("create", "-f", event.toString());
  }

  /** No kubelet is there to ask for its log. */
  private static void pretendItCrashed(TestCluster cluster, String namespace) {
    String pod = cluster.kubectl("get", "pods", "-n", namespace, "-o", "name").strip();
    cluster.kubectl(
        "patch",
        pod,
        "-n",
        namespace,
        "--subresource=status",
        "-p",
        """
        {"status": {"containerStatuses": [{"name": "main", "image": "any", "imageID": "",
          "ready": false, "restartCount": 4, "state": {"running": {}}, "lastState": {}}]}}
        """);
  }
}
