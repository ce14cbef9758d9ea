package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.GitSshServer;
import dev.backstay.testing.git.SshKey;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The config repo by ssh, whose keys change: what runs stays, and the agent goes on by itself. */
@ExtendWith(ClusterExtension.class)
final class GitAccessIT {
  private static final String NAME = "production";

  @Test
  void aNewDeployKeyAndANewHostKeyAreTakenUpWithoutARestart(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    String namespace = TestCluster.uniqueName("git-ssh");
    TestRepository git = TestRepository.create(folder.resolve("git"));
    SshKey host = SshKey.make(folder, "host");
    SshKey otherHost = SshKey.make(folder, "other-host");
    SshKey deploy = SshKey.make(folder, "deploy");
    SshKey next = SshKey.make(folder, "next");
    String first = push(git, "a");
    try (GitSshServer server = GitSshServer.start(folder.resolve("git"), host)) {
      server.authorize(deploy);
      Path config =
          TestAgent.configure(
              cluster, folder.resolve("agent"), server.url("config.git"), Env.of(NAME, namespace));
      Path secret = Files.createDirectories(folder.resolve("agent/secrets/git"));
      Files.writeString(secret.resolve("ssh-privatekey"), deploy.secret());
      Files.writeString(secret.resolve("known_hosts"), server.knownHost(host));
      String text = Files.readString(config);
      Files.writeString(
          config, text.replace("pollInterval: 1s", "pollInterval: 1s, auth: { secret: git }"));
      try (TestAgent agent = TestAgent.start(config)) {
        agent.awaitSynced(NAME, first);

        server.forgetAuthorized();
        server.authorize(next);
        String second = push(git, "b");
        awaitError(agent, "does not let git in with the key in");
        assertThat(value(cluster, namespace)).isEqualTo("a");
        Files.writeString(secret.resolve("ssh-privatekey"), next.secret());
        agent.awaitSynced(NAME, second);

        server.hostKeys(otherHost);
        String third = push(git, "c");
        awaitError(agent, "HAS CHANGED: somebody may be listening in");
        assertThat(value(cluster, namespace)).isEqualTo("b");
        Files.writeString(secret.resolve("known_hosts"), server.knownHost(otherHost));
        agent.awaitSynced(NAME, third);
        assertThat(value(cluster, namespace)).isEqualTo("c");
      }
    }
  }

  private static void awaitError(TestAgent agent, String words) {
    await(words)
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                JsonMapper.shared()
                    .readTree(agent.get("/api/v1/environments").body())
                    .path("repository")
                    .path("lastError")
                    .asString("")
                    .contains(words));
  }

  private static String push(TestRepository git, String value) {
    String commit = git.write(NAME + "/one.yml", Manifests.configMap("one", value)).commit(value);
    git.push();
    return commit;
  }

  private static String value(TestCluster cluster, String namespace) {
    return cluster.jsonPath(namespace, "configmap/one", ".data.value");
  }
}
