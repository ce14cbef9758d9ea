package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
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

@ExtendWith(ClusterExtension.class)
final class RestartIT {
  @Test
  void p7ARestartOfAnUnchangedEnvironmentWritesNothingAndRemembers(
      TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("p7");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first =
        repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    repository.push();
    Env env = Env.of("production", namespace);
    JsonNode history;
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      agent.awaitSynced("production", first);
      history = agent.history("production");
    }
    long mark = audit.mark();
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      agent.awaitSynced("production", first);
      assertThat(audit.since(mark, namespace))
          .filteredOn(r -> r.isWrite() && !r.isDryRun() && !r.isCountedApart())
          .isEmpty();
      assertThat(agent.history("production")).isEqualTo(history);
    }
  }

  @Test
  void aSecondAgentWaitsUntilTheFirstStops(TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("held");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first =
        repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    repository.push();
    Env env = Env.of("production", namespace);
    TestAgent holder = TestAgent.start(cluster, folder.resolve("one"), repository.url(), env);
    try (holder) {
      holder.awaitSynced("production", first);
      try (TestAgent second =
          TestAgent.start(cluster, folder.resolve("two"), repository.url(), env)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(second.status("production").path("errors").toString())
                        .contains("BKS-403"));
        String lease = holderOf(cluster, namespace);
        holder.close();
        assertThat(cluster.exists(TestCluster.AGENT_NAMESPACE, "lease/" + lease))
            .as("who stops ends its Lease, so that nobody has to wait for it")
            .isFalse();
        second.awaitSynced("production", first);
        String changed =
            repository.write("production/cm.yml", Manifests.configMap("cm", "b")).commit("b");
        repository.push();
        second.awaitSynced("production", changed);
        assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("b");
      }
    }
  }

  private static String holderOf(TestCluster cluster, String namespace) {
    String holder =
        cluster.jsonPath(
            namespace,
            "configmap/backstay-production",
            ".metadata.annotations.backstay\\.dev/holder");
    assertThat(holder).startsWith(TestCluster.AGENT_NAMESPACE + "/");
    return holder.substring(holder.indexOf('/') + 1);
  }

  @Test
  void p12ARewrittenBranchIsRefusedUntilItIsAccepted(TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("p12");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first =
        repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    String second =
        repository.write("production/cm.yml", Manifests.configMap("cm", "b")).commit("b");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", second);
      repository.reset(first).forcePush();
      JsonNode status = agent.awaitState("production", first, "refused");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo("BKS-120");
      assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("b");

      cluster.histories().ifPresent(histories -> histories.acceptsRewrite(first));
      agent.send(
          java.net.http.HttpRequest.newBuilder(
                  agent.uri("/api/v1/environments/production/sync?accept-rewrite=" + first))
              .header("Authorization", "Bearer " + TestAgent.TOKEN)
              .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
      agent.awaitSynced("production", first);
      assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("a");
    }
  }
}
