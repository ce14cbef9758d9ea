package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(ClusterExtension.class)
final class RollingUpdateIT {
  private static final String SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec: { selector: { app: web }, ports: [{ port: 80 }] }
      """;

  @Test
  void s3ReadyEndpointsNeverFallBelowWhatTheDeploymentAllows(
      TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("s3");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first = repository.write("production/web.yml", web("1.0.0")).commit("1.0.0");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", first);
      // the endpoints follow the pods some time later
      await().until(() -> readyEndpoints(cluster, namespace) == 2);
      String second = repository.write("production/web.yml", web("slow-2")).commit("slow");
      repository.push();

      // two replicas and the default of 25 % round down to none that may be missing
      List<Integer> ready = new ArrayList<>();
      boolean rollingOut = false;
      while (!isSynced(agent, second)) {
        rollingOut |= agent.status("production").path("state").asString().equals("rolling-out");
        ready.add(readyEndpoints(cluster, namespace));
      }

      assertThat(rollingOut).as("the rollout was watched while it ran").isTrue();
      assertThat(ready).hasSizeGreaterThan(3).allMatch(count -> count >= 2);
      assertThat(cluster.jsonPath(namespace, "pods", ".items[*].spec.containers[0].image"))
          .contains("outsrc/web:slow-2");
    }
  }

  private static boolean isSynced(TestAgent agent, String commit) {
    JsonNode status = agent.status("production");
    return status.path("state").asString().equals("synced")
        && status.path("deployed").path("revision").asString().equals(commit);
  }

  private static int readyEndpoints(TestCluster cluster, String namespace) {
    JsonNode slices =
        JsonMapper.shared()
            .readTree(cluster.kubectl("get", "endpointslices", "-n", namespace, "-o", "json"));
    int ready = 0;
    for (JsonNode slice : slices.path("items")) {
      for (JsonNode endpoint : slice.path("endpoints")) {
        ready += endpoint.path("conditions").path("ready").asBoolean(false) ? 1 : 0;
      }
    }
    return ready;
  }

  private static String web(String tag) {
    return SERVICE + Manifests.deployment("web", tag);
  }
}
