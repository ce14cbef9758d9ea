package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
final class HttpIT {
  @Test
  void pageApiProbesAndMetricsTellTheSame(TestCluster cluster, @TempDir Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String head =
        repository
            .write("production/cm.yml", Manifests.configMap("cm", "a"))
            .commit("one <b>bold</b> subject");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            Env.of("production", TestCluster.uniqueName("http")))) {
      agent.awaitSynced("production", head);

      assertThat(agent.get("/").body())
          .contains("production", "</span> synced", head.substring(0, 7))
          .contains("one &lt;b")
          .doesNotContain("<b>bold");
      assertThat(agent.get("/api/v1/environments").body()).contains("\"state\":\"synced\"");
      assertThat(agent.get("/api/v1/environments/nowhere").statusCode()).isEqualTo(404);
      assertThat(agent.get("/metrics").statusCode()).isEqualTo(404);
      assertThat(agent.getProbe("/").statusCode()).isEqualTo(404);
      assertThat(agent.getProbe("/livez").statusCode()).isEqualTo(200);
      assertThat(agent.getProbe("/readyz").statusCode()).isEqualTo(200);
      assertThat(agent.getProbe("/metrics").body())
          .contains("backstay_environment_synced{environment=\"production\"} 1.0")
          .contains("revision=\"" + head + "\"")
          .contains("backstay_sync_total{environment=\"production\",outcome=\"synced\"} 1.0");
    }
  }

  @Test
  void onlyWhoHasTheTokenMayAskForASync(TestCluster cluster, @TempDir Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String head = repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            Env.of("production", TestCluster.uniqueName("http")))) {
      agent.awaitSynced("production", head);
      assertThat(agent.sync("production").statusCode()).isEqualTo(202);
      HttpRequest.Builder wrong =
          HttpRequest.newBuilder(agent.uri("/api/v1/environments/production/sync"))
              .header("Authorization", "Bearer wrong")
              .POST(HttpRequest.BodyPublishers.noBody());
      assertThat(agent.send(wrong).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aRepositoryBehindHttpIsFollowedOnceItsPasswordIsRight(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String head = repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    repository.push();
    Path secret = Files.createDirectories(folder.resolve("agent/secrets/git"));
    Files.writeString(secret.resolve("username"), "ada");
    Files.writeString(secret.resolve("password"), "wrong");
    try (GitHttpServer server =
        GitHttpServer.start(java.util.Objects.requireNonNull(repository.bare().getParent()))) {
      server.require("ada", "right");
      try (TestAgent agent =
          TestAgent.start(
              cluster,
              folder.resolve("agent"),
              server.url(repository.bare().getFileName().toString()),
              Env.of("production", TestCluster.uniqueName("http")))) {
        org.awaitility.Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(agent.getProbe("/metrics").body())
                        .doesNotContain("backstay_git_fetch_failures_total 0.0"));
        Files.writeString(secret.resolve("password"), "right");
        agent.sync("production");
        agent.awaitSynced("production", head);
      }
    }
  }
}
