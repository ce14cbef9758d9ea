package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.Typed;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands as people run them, beside an agent that is a process of its own. */
@ExtendWith(ClusterExtension.class)
final class CommandLineIT {
  @Test
  void s4ARolloutIsFollowedByTheAgentAndRememberedByTheCluster(
      TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("cli");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository
        .write("production/web.yml", Manifests.deployment("web", "1.0.0"))
        .commit("web 1.0.0");
    repository.push();
    Path config =
        TestAgent.configure(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
    Path token = folder.resolve("agent/token");
    String second;
    try (ProcessAgent agent = ProcessAgent.start(config, folder.resolve("log"))) {
      String server = agent.uri("").toString();
      Typed first =
          Typed.run(
              "sync", "production", "--wait", "--server", server, "--token-file", token.toString());
      assertThat(first.code()).as(first.toString()).isZero();

      second =
          repository
              .write("production/web.yml", Manifests.deployment("web", "slow-2"))
              .commit("web slow \u001b[2J日本");
      repository.push();
      Typed synced =
          Typed.run(
              "sync", "production", "--wait", "--server", server, "--token-file", token.toString());
      assertThat(synced.code()).as(synced.toString()).isZero();
      assertThat(synced.out())
          .contains(
              "production  rolling-out " + second.substring(0, 7) + " \"web slow ^[[2J日本\"",
              "production  Waiting for deployment \"web\" rollout to finish: ",
              "production  deployment \"web\" successfully rolled out",
              "production  synced " + second.substring(0, 7) + " in ")
          .doesNotContain("\u001b");
      watchABrokenRollout(repository, agent, server);
      second = repository.revert(repository.head());
      repository.push();
      agent.awaitSynced("production", second);
    }
    readTheCluster(cluster, namespace, second);
  }

  /** What never gets ready ends a watch by its time, and the table says what it waits for. */
  private static void watchABrokenRollout(
      TestRepository repository, AgentApi agent, String server) {
    String broken =
        repository
            .write("production/web.yml", Manifests.deployment("web", "broken"))
            .commit("web broken");
    repository.push();
    agent.awaitState("production", broken, "rolling-out");
    Typed watched = Typed.run("status", "-w", "--timeout", "2s", "--server", server, "production");
    assertThat(watched.code()).isEqualTo(1);
    assertThat(watched.out()).contains("Waiting for deployment \"web\" rollout to finish: ");
    assertThat(watched.err()).contains("error: timed out waiting for the condition");
    Typed details = Typed.run("status", "production", "--server", server);
    assertThat(details.out())
        .contains("State:        rolling-out", "Waiting for deployment \"web\"");
  }

  /** The agent is gone: what it wrote down is shown, and what nobody knows then is not made up. */
  private static void readTheCluster(TestCluster cluster, String namespace, String revision) {
    String kubeconfig = cluster.kubeconfig().toString();
    Typed table = Typed.run("status", "--kubeconfig", kubeconfig, "--namespace", namespace);
    assertThat(table.code()).as(table.toString()).isZero();
    assertThat(table.out().lines().toList()).hasSize(2);
    assertThat(table.out())
        .containsPattern(
            "production +synced +" + revision.substring(0, 7) + " .* unknown +- +unknown");
    assertThat(table.err()).contains("as the agent wrote it down in the cluster", "live health");

    Typed json =
        Typed.run(
            "status", "production", "-o", "json", "--kubeconfig", kubeconfig, "-n", namespace);
    assertThat(json.err()).isEmpty();
    assertThat(AgentApi.json(json.out()).path("deployed").path("revision").asString())
        .isEqualTo(revision);
    assertThat(AgentApi.json(json.out()).path("health").isNull()).isTrue();

    Typed history = Typed.run("history", "production", "--kubeconfig", kubeconfig, "-n", namespace);
    assertThat(history.code()).as(history.toString()).isZero();
    assertThat(history.out().lines().toList().get(1))
        .contains("rollback", revision.substring(0, 7), "synced");
    assertThat(history.out()).contains("web slow ^[[2J日本", "rollback");

    Typed watched =
        Typed.run("status", "-w", "--kubeconfig", kubeconfig, "-n", namespace, "production");
    assertThat(watched.code()).as(watched.toString()).isZero();
    Typed nowhere = Typed.run("history", "nowhere", "--kubeconfig", kubeconfig, "-n", namespace);
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).contains("there are production in " + namespace);
  }
}
