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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
final class ShutdownIT {
  /** The exit code of a process that was ended by SIGTERM. */
  private static final int TERMINATED = 143;

  @Test
  void sigtermInTheMiddleOfAnApplyEndsBetweenTwoRequestsAndTheNextStartGoesOn(
      TestCluster cluster, @TempDir Path folder) throws Exception {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("term");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String head =
        repository.write("production/all.yml", Manifests.configMaps(1500, "a")).commit("many");
    repository.push();
    Env env = Env.of("production", namespace);
    Path config = TestAgent.configure(cluster, folder.resolve("agent"), repository.url(), env);
    cluster.histories().ifPresent(histories -> histories.readsLog(folder.resolve("log")));
    Process process =
        new ProcessBuilder("bin/backstay", "run", "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      long mark = audit.mark();
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () -> audit.since(mark, namespace).stream().filter(ShutdownIT::isApply).count() > 20);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(TERMINATED);
    assertThat(Files.readString(folder.resolve("log"))).contains("stopping", "stopped");
    String live = cluster.kubectl("get", "configmaps", "-n", namespace, "-o", "name");
    assertThat(live.lines().filter(line -> line.contains("/cm-")).count()).isLessThan(1500);
    assertThat(cluster.jsonPath(namespace, "configmap/backstay-production", ".data.state"))
        .as("the intent stays open")
        .contains("\"inputId\"");

    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      agent.awaitSynced("production", head);
      assertThat(agent.status("production").path("objects").path("total").asInt()).isEqualTo(1500);
      assertThat(agent.history("production")).hasSize(1);
    }
  }

  private static boolean isApply(AuditLog.Request request) {
    return request.verb().equals("patch") && request.name().startsWith("cm-");
  }
}
