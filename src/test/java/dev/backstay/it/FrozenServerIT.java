package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.crash.FrozenServer;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An agent that was killed starts again and finds an API server that shows the past: what it sees
 * must not make it go back there.
 */
@ExtendWith(ClusterExtension.class)
final class FrozenServerIT {
  private static final String FILE = "production/again.yml";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("frozen");
  private final Env env = Env.of("production", namespace);
  private final TestRepository repository;
  private final FrozenServer server;
  private final AuditLog audit;

  FrozenServerIT(TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    this.cluster = cluster;
    this.folder = folder;
    this.audit = cluster.auditLog().orElseThrow();
    this.repository = TestRepository.create(folder.resolve("git"));
    this.server = new FrozenServer(cluster.agentKubeconfig(), folder);
  }

  @ParameterizedTest(name = "frozen {0}, and at the head {1}")
  @CsvSource({
    "when it was there first, it is there",
    "when it was gone, it is there",
    "when it was there first, it is gone",
    "when it was gone, it is gone"
  })
  void whatWasCreatedAgainIsNotDeletedByOneWhoSeesThePast(String moment, String head) {
    Path config =
        TestAgent.configure(server.kubeconfig(), folder.resolve("agent"), repository.url(), env);
    try (server) {
      String past = createRemoveAndCreateAgain(config, moment.equals("when it was gone"));
      String uid = uid();
      boolean isGone = head.equals("it is gone");
      if (isGone) {
        repository.revert(repository.head());
        repository.push();
      }
      long mark = audit.mark();
      server.freezeAt(past);
      try (TestAgent agent = TestAgent.start(config)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(agent.status("production").path("state").asString(""))
                        .isEqualTo("failed"));
        assertThat(server.staleReads()).isPositive();
        assertThat(deletesSince(mark)).isEmpty();
        assertThat(uid()).isEqualTo(uid);

        server.thaw();
        agent.awaitSynced("production", repository.head());
        assertThat(uid()).isEqualTo(isGone ? "" : uid);
        assertThat(deletesSince(mark)).hasSize(isGone ? 1 : 0);
      }
    }
  }

  /** Gives a moment before the last commit, at which the object was there or was not. */
  private String createRemoveAndCreateAgain(Path config, boolean whenItWasGone) {
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write(FILE, Manifests.configMap("again", "a"));
    String there = repository.commit("with it");
    repository.push();
    try (ProcessAgent agent = ProcessAgent.start(config, folder.resolve("log"))) {
      agent.awaitSynced("production", there);
      final String whenThere = server.now();
      String gone = repository.delete(FILE).commit("without it");
      repository.push();
      agent.awaitSynced("production", gone);
      final String whenGone = server.now();
      String again = repository.revert(gone);
      repository.push();
      agent.awaitSynced("production", again);
      return whenItWasGone ? whenGone : whenThere;
    }
  }

  private String uid() {
    return cluster.jsonPath(namespace, "configmap/again", ".metadata.uid");
  }

  private List<AuditLog.Request> deletesSince(long mark) {
    return audit.since(mark, namespace).stream()
        .filter(request -> request.verb().equals("delete") && !request.isDryRun())
        .filter(request -> request.resource().equals("configmaps"))
        .toList();
  }
}
