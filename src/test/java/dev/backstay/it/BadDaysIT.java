package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Fault;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.FaultProxy.Seen;
import dev.backstay.testing.Kubeconfig;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.TestCertificate;
import dev.backstay.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The API server has a bad day: it heals by itself, tells meanwhile, and nothing runs hot. */
@ExtendWith(ClusterExtension.class)
final class BadDaysIT {
  private static final Fault PASS = new Fault.Pass();
  private static final List<String> ALL_A = List.of("a", "a", "a");
  private static final List<String> ALL_B = List.of("b", "b", "b");

  private static Fault unlessLease(ProxyRequest request, Fault fault) {
    return request.isLease() || request.isWatch() ? PASS : fault;
  }

  /** Breaks the first requests, each with the next of some faults, and then no more. */
  private static FaultProxy.Rule first(int count, List<? extends Fault> faults) {
    int[] broken = {0};
    return request -> {
      if (request.isLease() || request.isWatch() || broken[0] == count) {
        return PASS;
      }
      return faults.get(broken[0]++ % faults.size());
    };
  }

  @Test
  void aSlowApiServerIsWaitedFor(TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "slow")) {
      agent.proxy().rule(r -> unlessLease(r, new Fault.Delay(Duration.ofMillis(300))));
      String head = agent.push("b");
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      assertThat(agent.proxy().fired()).hasSizeGreaterThan(6);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void connectionsThatBreakBeforeAndAfterRequestsLoseAndRepeatNothing(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "reset")) {
      List<String> uids = agent.uids();
      agent
          .proxy()
          .rule(
              first(
                  12,
                  List.of(
                      new Fault.CutBefore(), new Fault.CutAfter(), PASS, new Fault.CutAfter())));
      String head = agent.push("b");
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      assertThat(agent.uids()).as("nothing was deleted and made again").isEqualTo(uids);
      assertThat(agent.proxy().fired()).hasSize(9);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void halfAnAnswerIsNone(TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "half")) {
      List<String> uids = agent.uids();
      agent.proxy().rule(first(10, List.of(new Fault.HalfResponse(20))));
      String head = agent.push("b");
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      assertThat(agent.uids()).isEqualTo(uids);
      assertThat(agent.proxy().fired()).hasSize(10);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void aBusyServerIsLeftAloneForTheTimeItAsks(TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "busy")) {
      agent.proxy().rule(first(1, List.of(Fault.Answer.tooManyRequests(3))));
      String head = agent.push("b");
      agent.awaitSynced(head);
      Seen refused = agent.proxy().fired().getFirst();
      Seen repeated =
          agent.proxy().seen().stream()
              .filter(s -> s.request().number() > refused.request().number())
              .filter(s -> s.request().target().equals(refused.request().target()))
              .findFirst()
              .orElseThrow();
      assertThat(Duration.between(refused.at(), repeated.at()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void lesson18_serverErrorsAreTriedAgainAfterGrowingWaitsAndShownMeanwhile(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "errors")) {
      agent
          .proxy()
          .rule(
              r ->
                  r.method().equals("PATCH")
                      ? unlessLease(r, Fault.Answer.status(500, "InternalError", "out of luck"))
                      : PASS);
      String head = agent.push("b");
      JsonNode failed =
          agent.awaitStatus("failed", s -> s.path("state").asString().equals("failed"));
      assertThat(failed.path("seen").path("revision").asString()).isEqualTo(head);
      assertThat(failed.path("deployed").path("subject").asString()).isEqualTo("a");
      assertThat(failed.path("errors").toString()).contains("BKS-402", "out of luck");
      assertThat(failed.path("retry").path("at").asString("")).isNotEmpty();
      assertThat(agent.agent().getProbe("/metrics").body())
          .contains("backstay_environment_synced{environment=\"production\"} 0.0");

      List<Seen> tries = awaitTries(agent, "/configmaps/one", 4);
      assertGrowing(tries);
      assertThat(agent.values()).isEqualTo(ALL_A);
      agent.proxy().pass();
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }

  /** Waits until requests with such a path were tried so often. */
  private static List<Seen> awaitTries(ProxiedAgent agent, String ending, int count) {
    return await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                agent.proxy().fired().stream()
                    .filter(s -> s.request().path().endsWith(ending))
                    .toList(),
            tries -> tries.size() >= count);
  }

  @Test
  void lesson18_aWatchThatEndsAtOnceIsNotOpenedAgainInAHotLoop(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "watch")) {
      agent.proxy().rule(r -> r.isWatch() ? new Fault.Answer(200, Map.of(), "") : PASS);
      agent.repository().write("production/web.yml", Manifests.deployment("web", "1"));
      String head = agent.push("a");
      agent.start();
      assertGrowing(awaitTries(agent, "/deployments", 3));
      agent.proxy().pass();
      agent.awaitSynced(head);
    }
  }

  /** One, two, four seconds, each with a jitter of a fifth. */
  private static void assertGrowing(List<Seen> tries) {
    for (int i = 1; i < tries.size(); i++) {
      assertThat(Duration.between(tries.get(i - 1).at(), tries.get(i).at()))
          .as("wait %d", i)
          .isGreaterThanOrEqualTo(Duration.ofMillis(800L << (i - 1)));
    }
  }

  @Test
  void anExpiredTokenIsShownAndReplacedFromTheKubeconfigWithoutARestart(
      TestCluster cluster, @TempDir Path folder) {
    String secret = TestCluster.uniqueName("bound");
    cluster.kubectl("create", "secret", "generic", secret, "-n", TestCluster.AGENT_NAMESPACE);
    String fresh;
    try (ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "token")) {
      Kubeconfig good = agent.kubeconfig();
      fresh = good.token();
      agent.replaceKubeconfig(good.withToken(cluster.agentTokenBoundTo(secret)));
      String first = agent.push("a");
      agent.start();
      agent.awaitSynced(first);

      // the token's end: the API server does not accept it any more
      cluster.kubectl("delete", "secret", secret, "-n", TestCluster.AGENT_NAMESPACE);
      JsonNode shown =
          agent.awaitStatus("shown", s -> !s.path("state").asString().equals("synced"));
      assertThat(shown.path("errors").toString()).contains("BKS-206", "Unauthorized");
      String head = agent.push("b");
      agent.awaitStatus(
          "refused",
          s ->
              s.path("seen").path("revision").asString().equals(head)
                  && ProxiedAgent.hasError(s, "BKS-206"));
      assertThat(agent.values()).isEqualTo(ALL_A);

      agent.replaceKubeconfig(good.withToken(fresh));
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void aChangedCertificateIsTakenUpFromTheKubeconfigWithoutARestart(
      TestCluster cluster, @TempDir Path folder) {
    TestCertificate first = TestCertificate.create(folder, "first");
    TestCertificate second = TestCertificate.create(folder, "second");
    try (ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "tls")) {
      agent.proxy().certificate(first.server());
      Kubeconfig plain = agent.kubeconfig();
      agent.replaceKubeconfig(plain.at(agent.proxy().uri(), Optional.of(first.pem())));
      String before = agent.push("a");
      agent.start();
      agent.awaitSynced(before);

      agent.proxy().certificate(second.server());
      JsonNode shown = agent.awaitStatus("shown", s -> !s.path("reachable").asBoolean());
      assertThat(shown.path("state").asString()).isNotEqualTo("synced");
      assertThat(shown.path("errors").toString()).contains("BKS-401", "certif");
      String head = agent.push("b");

      agent.replaceKubeconfig(plain.at(agent.proxy().uri(), Optional.of(second.pem())));
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void lesson18_anApiServerThatIsDownIsShownAndNotHammeredAndWhatCameMeanwhileIsDone(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "down")) {
      agent.proxy().down();
      Instant down = Instant.now();
      JsonNode idle = agent.awaitStatus("unreachable", s -> !s.path("reachable").asBoolean());
      assertThat(idle.path("state").asString()).as("nothing is to be done").isEqualTo("degraded");
      assertThat(idle.path("deployed").path("subject").asString()).isEqualTo("a");
      assertThat(idle.path("errors").toString()).contains("BKS-401");

      String head = agent.push("b");
      JsonNode failed =
          agent.awaitStatus("failed", s -> s.path("state").asString().equals("failed"));
      assertThat(failed.path("reachable").asBoolean()).isFalse();
      assertThat(failed.path("errors").toString()).contains("BKS-401");
      agent.awaitStatus("it waits longer and longer", s -> untilRetry(s).toSeconds() >= 5);
      assertThat(agent.status().path("state").asString()).isNotEqualTo("synced");
      long seconds = Duration.between(down, Instant.now()).toSeconds();
      assertThat(agent.proxy().refused())
          .as("connections in %d s", seconds)
          .isPositive()
          .isLessThan((int) (20 + 6 * seconds));
      assertThat(agent.agent().getProbe("/livez").statusCode()).isEqualTo(200);
      assertThat(agent.agent().getProbe("/readyz").statusCode()).isEqualTo(200);

      agent.proxy().up();
      agent.awaitSynced(head);
      assertThat(agent.status().path("reachable").asBoolean()).isTrue();
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void aCorrectionThatCouldNotBeWrittenDownIsNoFailureForEver(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "record");
        CapturedLog log = CapturedLog.listen()) {
      String parent = "/configmaps/backstay-production";
      agent
          .proxy()
          .rule(
              r ->
                  r.isWrite() && r.path().endsWith(parent)
                      ? Fault.Answer.status(500, "InternalError", "not now")
                      : new Fault.Pass());
      cluster.kubectl(
          "patch",
          "configmap/one",
          "--namespace",
          agent.namespace(),
          "--patch={\"data\":{\"value\":\"by hand\"}}");
      await().until(() -> log.text().contains("BKS-402 tried to write configmap"));
      agent.proxy().pass();
      agent.awaitStatus("synced again", s -> s.path("state").asString().equals("synced"));
      assertThat(agent.values()).isEqualTo(ALL_A);
    }
  }

  private static Duration untilRetry(JsonNode status) {
    String at = status.path("retry").path("at").asString("");
    return at.isEmpty() ? Duration.ZERO : Duration.between(Instant.now(), Instant.parse(at));
  }

  @Test
  void anAgentThatStartsWhileTheApiServerIsDownDoesItsWorkWhenItIsBack(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "start")) {
      agent.proxy().down();
      String head = agent.push("a");
      agent.start();
      JsonNode failed = agent.awaitStatus("failed", s -> ProxiedAgent.hasError(s, "BKS-401"));
      assertThat(failed.path("reachable").asBoolean()).isFalse();
      assertThat(failed.path("state").asString()).isEqualTo("failed");
      agent.proxy().up();
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_A);
      agent.assertHistory("a");
    }
  }
}
