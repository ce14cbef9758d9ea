package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.AgentApi;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.WebhookSigner;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.GitHttpServer.Request;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks of an agent that looks at git when it starts, and then only when it is woken. */
@ExtendWith(ClusterExtension.class)
final class WebhookIT {
  private static final String SECRET = "the-secret-of-this-test";

  private static TestAgent start(TestCluster cluster, Path folder, String url) throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets/git"));
    Files.writeString(secrets.resolve("token"), "anything");
    Files.writeString(folder.resolve("webhook"), SECRET);
    Env environment = Env.of("production", TestCluster.uniqueName("webhook"));
    Path config = TestAgent.pollingRarely(TestAgent.configure(cluster, folder, url, environment));
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "tokenFile: tokens",
                "tokenFile: tokens, webhooks: { github: { secretFile: webhook } }"));
    return TestAgent.start(config);
  }

  private static HttpResponse<String> push(AgentApi agent, String secret, String ref, String id) {
    String body = "{\"ref\":\"%s\",\"after\":\"%s\"}".formatted(ref, id);
    return agent.send(
        HttpRequest.newBuilder(agent.uri("/webhooks/github"))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "push")
            .header("X-GitHub-Delivery", id)
            .header("X-Hub-Signature-256", "sha256=" + WebhookSigner.hex(secret, body))
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> push(AgentApi agent, String id) {
    return push(agent, SECRET, "refs/heads/main", id);
  }

  private static GitHttpServer serve(TestRepository repository) {
    return GitHttpServer.start(Objects.requireNonNull(repository.bare().getParent()));
  }

  private static String configMap(TestRepository repository, String value) {
    String head =
        repository.write("production/cm.yml", Manifests.configMap("cm", value)).commit(value);
    repository.push();
    return head;
  }

  private static long polls(GitHttpServer server) {
    return server.requests().stream().filter(Request.LS_REFS::equals).count();
  }

  @Test
  void aSignedWebhookBringsACommitAndNobodyElseCausesAPoll(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first = configMap(repository, "a");
    try (GitHttpServer server = serve(repository);
        TestAgent agent = start(cluster, folder.resolve("agent"), server.url("config.git"))) {
      agent.awaitSynced("production", first);
      server.forget();
      String second = configMap(repository, "b");

      String other = "refs/heads/other";
      assertThat(push(agent, "some-other-secret", "refs/heads/main", second).statusCode())
          .isEqualTo(401);
      assertThat(
              agent
                  .send(
                      HttpRequest.newBuilder(agent.uri("/webhooks/github"))
                          .header("X-GitHub-Event", "push")
                          .POST(BodyPublishers.ofString("{\"ref\":\"refs/heads/main\"}")))
                  .statusCode())
          .isEqualTo(401);
      assertThat(push(agent, SECRET, other, second).body()).contains("\"ignored\"");
      assertThat(server.requests()).as("nobody has asked git").isEmpty();

      Instant before = Instant.now().minusMillis(1);
      assertThat(push(agent, second).body()).contains("\"woken\"");
      Instant answered = Instant.now();
      agent.awaitSynced("production", second);
      assertThat(Instant.parse(agent.history("production").get(0).path("seen").asString()))
          .as("the time counts from the webhook")
          .isBetween(before, answered);

      server.forget();
      assertThat(push(agent, second).body()).contains("\"repeated\"");
      assertThat(server.requests()).as("a replay asks nobody").isEmpty();
      assertThat(agent.getProbe("/metrics").body())
          .contains(
              "backstay_webhooks_total{outcome=\"woken\",provider=\"github\"} 1.0",
              "backstay_webhooks_total{outcome=\"repeated\",provider=\"github\"} 1.0",
              "backstay_webhooks_total{outcome=\"refused\",provider=\"github\"} 2.0",
              "backstay_webhooks_total{outcome=\"ignored\",provider=\"github\"} 1.0");
      burst(repository, server, agent);
    }
  }

  /** Of a hundred pushes the last one is there, though git was asked a few times only. */
  private static void burst(TestRepository repository, GitHttpServer server, TestAgent agent) {
    server.freeze(_ -> true);
    for (int i = 0; i < 99; i++) {
      assertThat(push(agent, "push " + i).statusCode()).isEqualTo(202);
    }
    String last = configMap(repository, "last");
    assertThat(push(agent, last).statusCode()).isEqualTo(202);
    server.thaw();
    agent.awaitSynced("production", last);
    assertThat(polls(server)).isBetween(1L, 4L);
  }

  @Test
  void lessonB3AWebhookEndsTheWaitsOfGitAndOfASync(TestCluster cluster, @TempDir Path folder)
      throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first = configMap(repository, "a");
    try (GitHttpServer server = serve(repository);
        TestAgent agent = start(cluster, folder.resolve("agent"), server.url("config.git"))) {
      agent.awaitSynced("production", first);

      String unknown =
          repository
              .write(
                  "production/unknown.yml",
                  """
                  apiVersion: unknown.example.com/v1
                  kind: Unknown
                  metadata: { name: unknown }
                  """)
              .commit("a kind that the cluster does not know");
      repository.push();
      push(agent, unknown);
      agent.awaitState("production", unknown, "refused");
      // waits grow, so that soon one is long enough to be ended by a webhook for sure
      await().atMost(Duration.ofSeconds(60)).until(() -> isTriedAgainBeforeItsTime(agent));

      server.fail(503);
      repository.delete("production/unknown.yml").commit("without it");
      String last = configMap(repository, "b");
      push(agent, last);
      await()
          .untilAsserted(
              () -> assertThat(agent.get("/api/v1/environments").body()).contains("\"lastError\""));
      server.recover();
      push(agent, last + " again");
      agent.awaitSynced("production", last);
    }
  }

  private static String retryAt(TestAgent agent) {
    return agent.status("production").path("retry").path("at").asString("");
  }

  private static boolean isTriedAgainBeforeItsTime(TestAgent agent) {
    String planned = retryAt(agent);
    push(agent, SECRET, "refs/heads/main", "at " + Instant.now());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !retryAt(agent).isEmpty() && !retryAt(agent).equals(planned));
    return !planned.isEmpty() && Instant.now().isBefore(Instant.parse(planned));
  }
}
