package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Fault;
import dev.backstay.testing.ProxyRequest;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An agent that follows commits of allowed signers only. */
@ExtendWith(ClusterExtension.class)
final class SignaturesIT {
  private static final List<String> ALL_A = List.of("a", "a", "a");
  private static final List<String> ALL_B = List.of("b", "b", "b");
  private static final List<String> ALL_C = List.of("c", "c", "c");

  /** An agent at work, and where it looks who may sign. */
  private static ProxiedAgent start(TestCluster cluster, Path folder, SshKey ada)
      throws IOException {
    Path keys = Files.createDirectories(folder.resolve("signers"));
    Files.writeString(keys.resolve("allowed_signers"), "ada@example.com " + ada.publicKey());
    ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "signed");
    agent.repository().git("config", "gpg.format", "ssh");
    agent.repository().git("config", "user.signingKey", ada.file().toString());
    sign(agent, true);
    String first = agent.push("a");
    agent.start(", verify: { signatures: required, keys: " + keys + " }");
    agent.awaitSynced(first);
    return agent;
  }

  private static void sign(ProxiedAgent agent, boolean signed) {
    agent.repository().git("config", "commit.gpgSign", Boolean.toString(signed));
  }

  private static boolean isOfAnObject(ProxyRequest request) {
    return request.path().matches(".*/configmaps/(one|two|three)");
  }

  @Test
  void p10ACommitOfNobodyWhoMayIsRefusedWithItsReasonUntilThatChanges(
      TestCluster cluster, @TempDir Path folder) throws Exception {
    SshKey ada = SshKey.make(folder, "ada");
    Path keys = folder.resolve("signers");
    try (ProxiedAgent agent = start(cluster, folder, ada)) {
      agent.proxy().pass();
      sign(agent, false);
      String unsigned = agent.push("b");
      JsonNode refused = agent.awaitState(unsigned, "refused");
      assertThat(refused.path("errors").toString())
          .contains("BKS-121", unsigned, "by Ada Author: it is not signed");
      assertThat(refused.path("deployed").path("subject").asString()).isEqualTo("a");

      sign(agent, true);
      String onTop = agent.push("c");
      assertThat(agent.awaitState(onTop, "refused").path("errors").toString())
          .as("what it stands on is named")
          .contains(unsigned)
          .doesNotContain(onTop);
      assertThat(agent.values()).isEqualTo(ALL_A);
      assertThat(agent.writes()).noneMatch(SignaturesIT::isOfAnObject);

      Files.writeString(keys.resolve("accepted_commits"), unsigned + " looked at\n");
      agent.awaitSynced(onTop);
      assertThat(agent.values()).isEqualTo(ALL_C);

      Files.writeString(keys.resolve("revoked_keys"), ada.publicKey());
      String revoked = agent.push("b");
      assertThat(agent.awaitState(revoked, "refused").path("errors").toString())
          .contains("the key is revoked", ada.fingerprint());
      Files.delete(keys.resolve("allowed_signers"));
      agent.awaitStatus("unusable", status -> ProxiedAgent.hasError(status, "BKS-122"));
      assertThat(agent.values()).isEqualTo(ALL_C);

      Files.delete(keys.resolve("revoked_keys"));
      Files.writeString(keys.resolve("allowed_signers"), "ada@example.com " + ada.publicKey());
      agent.awaitSynced(revoked);
      String revert = agent.repository().revert(revoked);
      agent.repository().push();
      agent.awaitSynced(revert);
      assertThat(agent.values()).isEqualTo(ALL_C);
      assertThat(agent.agent().history("production").get(0).path("change").path("kind").asString())
          .isEqualTo("rollback");
    }
  }

  @Test
  void p3AnUnsignedPushLeavesNoSignedCommitHalfWay(TestCluster cluster, @TempDir Path folder)
      throws Exception {
    try (ProxiedAgent agent = start(cluster, folder, SshKey.make(folder, "ada"))) {
      CountDownLatch applying = new CountDownLatch(1);
      agent
          .proxy()
          .rule(
              r ->
                  r.isWrite() && r.path().endsWith("/configmaps/two")
                      ? new Fault.Hold(applying)
                      : new Fault.Pass());
      agent.push("b");
      await().atMost(30, TimeUnit.SECONDS).until(() -> !agent.proxy().fired().isEmpty());
      sign(agent, false);
      String unsigned = agent.push("c");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> agent.repositoryStatus().path("head").asString().equals(unsigned));
      applying.countDown();
      agent.awaitState(unsigned, "refused");
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }
}
