package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.AgentApi;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Fault;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Somebody wants an environment to be left as it is for a while. That none of its objects is
 * written meanwhile is judged at the end of each test by the audit log.
 */
@ExtendWith(ClusterExtension.class)
final class SuspendIT {
  private static final String ADA = "{\"by\":\"Ada@host\",\"reason\":\"maintenance\"}";
  private static final String WEB = "production/web.yml";
  private static final String SETTINGS = "production/settings.yml";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("suspend");

  SuspendIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
  }

  private TestRepository repository() {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write(WEB, Manifests.deployment("web", "1.0.0"));
    repository.write(SETTINGS, Manifests.configMap("settings", "a")).commit("first");
    return repository.push();
  }

  private static String pushSettings(TestRepository repository, String value) {
    String commit =
        repository.write(SETTINGS, Manifests.configMap("settings", value)).commit(value);
    repository.push();
    return commit;
  }

  private String at(String object, String path) {
    return cluster.jsonPath(namespace, object, path);
  }

  private String value() {
    return at("configmap/settings", ".data.value");
  }

  private String replicas() {
    return at("deployment/web", ".spec.replicas");
  }

  private boolean hasOpenIntent() {
    return AgentApi.json(at("configmap/backstay-production", ".data.state"))
        .path("intent")
        .isObject();
  }

  private void awaitEvent(String reason, String words) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        cluster.kubectl(
                            "get",
                            "events",
                            "--namespace",
                            namespace,
                            "--field-selector",
                            "reason=" + reason,
                            "--output",
                            "jsonpath={.items[*].message}"))
                    .contains(words));
  }

  private static JsonNode recorded(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AgentApi.json(answer.body());
  }

  private static JsonNode suspendedBy(AgentApi agent, String body) {
    JsonNode suspended = recorded(agent.suspend("production", body)).path("suspended");
    assertThat(agent.status("production").path("suspended").path("since"))
        .isEqualTo(suspended.path("since"));
    return suspended;
  }

  @Test
  void aSuspendedEnvironmentIsShownAndNotWrittenAlsoAfterARestart() {
    TestRepository repository = repository();
    Env[] environments = {Env.of("production", namespace), Env.of("later", namespace + "-later")};
    String waiting;
    String since;
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("one"), repository.url(), environments)) {
      agent.awaitSynced("production", repository.head());
      agent.awaitState("later", repository.head(), "refused");

      assertThat(agent.suspend("nowhere", ADA).statusCode()).isEqualTo(404);
      HttpResponse<String> unclear = agent.suspend("production", "{\"until\":\"soon\"}");
      assertThat(unclear.statusCode()).isEqualTo(400);
      assertThat(unclear.body()).contains("until must be a duration");
      HttpRequest.Builder stranger =
          HttpRequest.newBuilder(agent.uri("/api/v1/environments/production/suspend"))
              .POST(HttpRequest.BodyPublishers.noBody());
      assertThat(agent.send(stranger).statusCode()).isEqualTo(401);
      String endless = "{\"reason\":\"" + "x".repeat(70_000) + "\"}";
      assertThat(agent.suspend("production", endless).statusCode()).isEqualTo(413);
      assertThat(agent.status("production").path("suspended").isNull()).isTrue();

      recorded(agent.suspend("later", "")); // there is nothing of it in the cluster yet
      since = suspendedBy(agent, ADA).path("since").asString();
      assertThat(agent.status("production").path("state").asString()).isEqualTo("synced");
      assertThat(agent.getProbe("/metrics").body())
          .contains("backstay_environment_suspended{environment=\"production\"} 1.0");
      assertThat(at("configmap/backstay-production", ".metadata.annotations"))
          .contains("\"backstay.dev/suspended\":\"tests (Ada@host): maintenance\"");
      awaitEvent("Suspended", "suspended by tests (Ada@host): maintenance");
      assertThat(agent.sync("production").statusCode()).as("sync").isEqualTo(409);

      cluster.kubectl("scale", "deployment/web", "--namespace", namespace, "--replicas=5");
      awaitEvent("DriftFound", "deployment.apps/web .spec.replicas");
      JsonNode drift = agent.status("production").path("drift").get(0);
      assertThat(drift.path("corrected").asBoolean(true)).isFalse();

      repository.write("later/cm.yml", Manifests.configMap("cm", "a"));
      waiting = pushSettings(repository, "b");
      JsonNode behind = agent.awaitState("production", waiting, "degraded");
      assertThat(behind.path("seen").path("commitsBehind").asInt()).isEqualTo(1);
      assertThat(behind.path("suspended").path("waiting").path("configured").asInt()).isEqualTo(1);
      assertThat(behind.path("errors").toString())
          .contains(
              "BKS-420", "1 commit waits, suspended by tests (Ada@host): maintenance", "BKS-412");

      repository.write(SETTINGS, "{").commit("bad");
      String bad = repository.push().head();
      JsonNode refused = agent.awaitState("production", bad, "refused");
      assertThat(refused.path("errors").toString()).contains("BKS-110", SETTINGS);
      assertThat(refused.path("seen").path("commitsBehind").asInt()).isEqualTo(2);

      JsonNode again = suspendedBy(agent, "{\"by\":\"Bob@host\",\"until\":\"2h\"}");
      assertThat(again.path("since").asString()).as("since the first one").isEqualTo(since);
      assertThat(again.path("by").asString()).isEqualTo("tests (Bob@host)");
    }
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("two"), repository.url(), environments)) {
      JsonNode refused = agent.awaitState("production", repository.head(), "refused");
      assertThat(refused.path("suspended").path("by").asString()).isEqualTo("tests (Bob@host)");
      assertThat(refused.path("suspended").path("since").asString()).isEqualTo(since);
      JsonNode later = agent.awaitState("later", repository.head(), "degraded");
      assertThat(later.path("suspended").path("waiting").path("created").asInt()).isEqualTo(1);
      String mended = pushSettings(repository, "c");
      agent.awaitState("production", mended, "degraded");
      assertThat(value() + " " + replicas()).isEqualTo("a 5");

      assertThat(recorded(agent.resume("production")).path("changed").asBoolean()).isTrue();
      agent.awaitSynced("production", mended);
      assertThat(value()).isEqualTo("c");
      await().untilAsserted(() -> assertThat(replicas()).as("drift").isEqualTo("2"));
      awaitEvent("Resumed", "was suspended by tests (Bob@host)");
      assertThat(agent.status("production").path("suspended").isNull()).isTrue();
      assertThat(recorded(agent.resume("production")).path("changed").asBoolean(true))
          .as("resumed twice")
          .isFalse();
      recorded(agent.resume("later"));
      agent.awaitSynced("later", mended);
    }
  }

  @Test
  void aWaitForHealthEndsAtOnceAndWhatIsPushedMeanwhileFollowsOnResumeOrWhenTheTimeIsUp() {
    TestRepository repository = repository();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", repository.head());
      String broken = repository.write(WEB, Manifests.deployment("web", "broken")).commit("broken");
      repository.push();
      agent.awaitState("production", broken, "rolling-out");

      suspendedBy(agent, ADA);
      JsonNode stopped = agent.awaitState("production", broken, "degraded");
      assertThat(stopped.path("errors").toString()).contains("half-way", "BKS-410");
      assertThat(hasOpenIntent()).isTrue();
      String revert = repository.revert(broken);
      repository.push();
      agent.awaitState("production", revert, "degraded");
      recorded(agent.resume("production"));
      agent.awaitSynced("production", revert);
      assertThat(hasOpenIntent()).isFalse();

      JsonNode suspended = suspendedBy(agent, "{\"until\":\"3s\"}");
      String next = pushSettings(repository, "b");
      agent.awaitState("production", next, "degraded");
      assertThat(value()).isEqualTo("a");
      JsonNode synced = agent.awaitSynced("production", next);
      assertThat(Instant.parse(synced.path("deployed").path("at").asString()))
          .isAfterOrEqualTo(Instant.parse(suspended.path("until").asString()));
      assertThat(at("configmap/backstay-production", ".data.suspension")).isEmpty();
      awaitEvent("Resumed", "its time is up");

      suspendedBy(agent, ADA);
      cluster.kubectl("delete", "namespace", namespace, "--wait=true");
      String last = pushSettings(repository, "c");
      agent.awaitState("production", last, "degraded");
      assertThat(cluster.kubectl("get", "namespaces")).doesNotContain(namespace);
      recorded(agent.resume("production"));
      agent.awaitSynced("production", last);
      assertThat(value() + " " + replicas()).as("all is there again").isEqualTo("c 2");
      JsonNode history = agent.history("production");
      assertThat(history.get(history.size() - 1).path("subject").asString())
          .as("nothing is forgotten")
          .isEqualTo("first");
    }
  }

  @Test
  void anApplyStopsBetweenTwoRequestsAndIsCompletedOnResume() {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "suspend");
        CapturedLog log = CapturedLog.listen()) {
      CountDownLatch release = new CountDownLatch(1);
      agent.proxy().rule(r -> isApplyOfOne(r) ? new Fault.Hold(release) : new Fault.Pass());
      agent.repository().write(WEB, Manifests.deployment("web", "1.0.0"));
      String commit = agent.push("b");
      await().until(() -> !agent.proxy().fired().isEmpty());

      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(() -> agent.agent().suspend("production", ADA));
      await().until(() -> log.text().contains("production is to be suspended by tests (Ada@host)"));
      release.countDown();
      recorded(answer.join());
      agent.awaitState(commit, "degraded");
      assertThat(agent.values()).as("what was under way").containsExactly("b", "b", "b");
      assertThat(cluster.exists(agent.namespace(), "deployment/web")).as("the next wave").isFalse();
      assertThat(
              cluster.jsonPath(agent.namespace(), "configmap/backstay-production", ".data.state"))
          .contains(commit);

      recorded(agent.agent().resume("production"));
      agent.awaitSynced(commit);
      assertThat(cluster.exists(agent.namespace(), "deployment/web")).isTrue();

      agent.proxy().down();
      HttpResponse<String> refused = agent.agent().suspend("production", ADA);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.body()).contains("BKS-401", "all is as before");
      agent.proxy().up();
      assertThat(agent.status().path("suspended").isNull()).isTrue();
      agent.awaitSynced(agent.push("c"));
      agent.assertHistory("a", "b", "c");
    }
  }

  private static boolean isApplyOfOne(ProxyRequest request) {
    return request.isWrite() && request.path().endsWith("/configmaps/one");
  }
}
