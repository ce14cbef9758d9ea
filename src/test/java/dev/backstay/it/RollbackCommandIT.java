package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.Typed;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code backstay rollback} beside a real agent and a real cluster. */
@ExtendWith(ClusterExtension.class)
final class RollbackCommandIT {
  @Test
  void s7TheCommandBringsBackAnyStateThatWasDeployed(TestCluster cluster, @TempDir Path folder)
      throws Exception {
    String namespace = TestCluster.uniqueName("s7");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      String first = deploy(repository, agent, "1.0.0");
      String oldHash = activeHash(cluster, namespace);
      deploy(repository, agent, "1.1.0");
      String third = deploy(repository, agent, "1.2.0");

      Path token = Files.writeString(folder.resolve("token"), AgentApi.TOKEN);
      Typed typed =
          Typed.run(
              "rollback",
              "production",
              "--to",
              first.substring(0, 7),
              "--push",
              "--yes",
              "--wait",
              "--reason",
              "1.2.0 loses orders",
              "--author",
              "Ann Other <ann@example.com>",
              "--server",
              agent.uri("").toString(),
              "--token-file",
              token.toString());

      assertThat(typed.code()).as(typed.err()).isZero();
      assertThat(typed.out())
          .contains("takes back 2 commits")
          .contains("production  rolled back to " + first.substring(0, 7) + " in ")
          .contains(", everything healthy");
      String head = TestRepository.run(repository.bare(), "rev-parse", "main");
      agent.awaitSynced("production", head);
      JsonNode entry = agent.history("production").get(0);
      assertThat(entry.path("revision").asString()).isEqualTo(head);
      assertThat(entry.path("author").asString()).isEqualTo("Ann Other");
      assertThat(entry.path("change").path("kind").asString()).isEqualTo("rollback");
      assertThat(entry.path("change").path("to").asString()).isEqualTo(first);
      assertThat(activeHash(cluster, namespace)).isEqualTo(oldHash);
      assertThat(image(cluster, namespace)).isEqualTo("outsrc/web:1.0.0");

      Typed forward =
          Typed.run(
              "rollback",
              "production",
              "--to",
              third,
              "--push",
              "--yes",
              "--wait",
              "--author",
              "Ann Other <ann@example.com>",
              "--server",
              agent.uri("").toString());
      assertThat(forward.code()).as(forward.err()).isZero();
      assertThat(forward.out()).contains("rolled forward to " + third.substring(0, 7));
      assertThat(image(cluster, namespace)).isEqualTo("outsrc/web:1.2.0");
    }
  }

  private static String deploy(TestRepository repository, TestAgent agent, String version) {
    String commit =
        repository
            .write("production/web.yml", Manifests.deployment("web", version))
            .commit("web " + version);
    repository.push();
    agent.awaitSynced("production", commit);
    return commit;
  }

  private static String image(TestCluster cluster, String namespace) {
    return cluster.jsonPath(namespace, "deployment/web", ".spec.template.spec.containers[0].image");
  }

  private static String activeHash(TestCluster cluster, String namespace) {
    return cluster
        .kubectl(
            "get",
            "replicasets",
            "-n",
            namespace,
            "-o",
            "jsonpath={.items[?(@.spec.replicas>0)].metadata.labels.pod-template-hash}")
        .strip();
  }
}
