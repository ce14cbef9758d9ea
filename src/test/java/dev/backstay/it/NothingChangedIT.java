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

@ExtendWith(ClusterExtension.class)
final class NothingChangedIT {
  @Test
  void p1PollsAndForeignCommitsMakeNoRequest(TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("p1");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first = repository.write("production/all.yml", Manifests.configMaps(5, "a")).commit("a");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", first);
      long mark = audit.mark();

      for (int i = 0; i < 3; i++) {
        String elsewhere = repository.write("staging/x.yml", "# " + i).commit("elsewhere " + i);
        repository.push();
        agent.sync("production");
        agent.awaitSynced("production", elsewhere);
      }

      assertThat(audit.since(mark, namespace)).filteredOn(r -> !r.isCountedApart()).isEmpty();

      // the same measure does see a sync
      String changed =
          repository.write("production/all.yml", Manifests.configMaps(5, "b")).commit("b");
      repository.push();
      agent.awaitSynced("production", changed);
      await()
          .untilAsserted(
              () ->
                  assertThat(audit.since(mark, namespace))
                      .filteredOn(r -> r.isWrite() && r.resource().equals("configmaps"))
                      .isNotEmpty());
    }
  }
}
