package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Fault;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What git serves may be older than what is deployed, or something else: promise P12. */
@ExtendWith(ClusterExtension.class)
final class NeverBackwardsIT {
  private static final List<String> ALL_A = List.of("a", "a", "a");
  private static final List<String> ALL_B = List.of("b", "b", "b");
  private static final List<String> ALL_C = List.of("c", "c", "c");

  private static boolean isOfAnObject(ProxyRequest request) {
    return request.path().matches(".*/configmaps/(one|two|three)");
  }

  @Test
  void lesson01_anOlderRevisionOfAMirrorThatLagsIsNeverApplied(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "lag")) {
      String older = agent.repository().head();
      String newer = agent.push("b");
      agent.awaitSynced(newer);
      agent.proxy().pass();
      for (int i = 0; i < 3; i++) {
        agent.moveBranch(older);
        JsonNode refused = agent.awaitState(older, "refused");
        assertThat(refused.path("errors").toString()).contains("BKS-120");
        assertThat(refused.path("deployed").path("subject").asString()).isEqualTo("b");
        agent.moveBranch(newer);
        agent.awaitSynced(newer);
      }
      assertThat(agent.writes()).noneMatch(NeverBackwardsIT::isOfAnObject);
      assertThat(agent.writes()).as("the refusal, once: parent and Event").hasSize(2);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void lesson01_anAgentThatLostItsMirrorDoesNotGoBackToWhatGitServesThen(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "lost")) {
      String older = agent.repository().head();
      String newer = agent.push("b");
      agent.awaitSynced(newer);
      agent.stop();
      delete(agent.dataDir());
      agent.moveBranch(older);
      agent.proxy().pass();
      agent.start();
      agent.awaitState(older, "refused");
      assertThat(agent.writes()).noneMatch(NeverBackwardsIT::isOfAnObject);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.moveBranch(newer);
      agent.awaitSynced(newer);
      agent.assertHistory("a", "b");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void lesson01_aMirrorThatLagsInTheMiddleOfAnApplyBringsNothingOlder(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "half-way")) {
      String first = agent.repository().head();
      String between = agent.commit("b");
      CountDownLatch applying = new CountDownLatch(1);
      agent
          .proxy()
          .rule(
              r ->
                  r.isWrite() && r.path().endsWith("/configmaps/two")
                      ? new Fault.Hold(applying)
                      : new Fault.Pass());
      String newest = agent.push("c");
      await().atMost(30, TimeUnit.SECONDS).until(() -> !agent.proxy().fired().isEmpty());
      for (String older : List.of(between, first)) {
        agent.moveBranch(older);
        await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> agent.repositoryStatus().path("head").asString().equals(older));
        applying.countDown();
        JsonNode refused = agent.awaitState(older, "refused");
        assertThat(refused.path("errors").toString()).contains("BKS-120");
        assertThat(agent.values()).isSubsetOf("a", "c").contains("c");
      }
      agent.moveBranch(newest);
      agent.awaitSynced(newest);
      assertThat(agent.values()).isEqualTo(ALL_C);
      agent.assertHistory("a", "c");
    }
  }

  @Test
  void lesson01_anAcceptedRewriteIsAcceptedOnce(TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "once")) {
      String first = agent.repository().head();
      agent.awaitSynced(agent.push("b"));
      agent.moveBranch(first);
      agent.awaitState(first, "refused");
      agent.accept(first);
      agent.awaitSynced(first);
      assertThat(agent.values()).isEqualTo(ALL_A);

      agent.repository().reset(first);
      agent.awaitSynced(agent.push("c"));
      agent.moveBranch(first);
      agent.awaitState(first, "refused");
      assertThat(agent.values()).isEqualTo(ALL_C);
    }
  }

  @Test
  void lesson19_aBranchThatWasMadeAnewIsFollowedOnceItIsAccepted(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "anew")) {
      agent.deleteBranch();
      agent.awaitGitError("has no branch main");
      agent.repository().git("checkout", "--quiet", "--orphan", "fresh");
      String unrelated = agent.commit("b");
      agent.repository().git("push", "--quiet", "origin", "HEAD:refs/heads/main");
      JsonNode refused = agent.awaitState(unrelated, "refused");
      assertThat(refused.path("errors").toString())
          .contains("BKS-120", "--accept-rewrite " + unrelated.substring(0, 7));
      assertThat(agent.values()).isEqualTo(ALL_A);
      agent.accept(unrelated);
      agent.awaitSynced(unrelated);
      assertThat(agent.values()).isEqualTo(ALL_B);

      String next = agent.commit("c");
      agent.repository().git("push", "--quiet", "origin", "HEAD:refs/heads/main");
      agent.awaitSynced(next);
      assertThat(agent.values()).isEqualTo(ALL_C);
      agent.assertHistory("a", "b", "c");
    }
  }

  @Test
  void lesson19_aDescendantOfTheDeployedCommitEndsTheRefusalByItself(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "descend")) {
      String first = agent.repository().head();
      String second = agent.push("b");
      agent.awaitSynced(second);
      agent.repository().reset(first);
      String aside = agent.commit("x");
      agent.repository().forcePush();
      agent.awaitState(aside, "refused");
      agent.repository().reset(second);
      String descendant = agent.commit("c");
      agent.repository().forcePush();
      agent.awaitSynced(descendant);
      assertThat(agent.values()).isEqualTo(ALL_C);
      agent.assertHistory("a", "b", "c");
    }
  }

  @Test
  void lesson19_aRewrittenBranchIsFollowedWhereTheConfigurationSaysSo(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "follow")) {
      String first = agent.push("a");
      agent.start(", rewrites: follow");
      agent.awaitSynced(first);
      agent.awaitSynced(agent.push("b"));
      agent.repository().reset(first);
      String other = agent.commit("c");
      agent.repository().forcePush();
      agent.awaitSynced(other);
      assertThat(agent.values()).isEqualTo(ALL_C);
      agent.moveBranch(first);
      agent.awaitSynced(first);
      assertThat(agent.values()).isEqualTo(ALL_A);
    }
  }
}
