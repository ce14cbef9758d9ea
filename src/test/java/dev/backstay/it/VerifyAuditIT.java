package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Histories;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stored history of a real agent can be judged again, and a forged one is found out. */
@ExtendWith(ClusterExtension.class)
final class VerifyAuditIT {
  @Test
  void theCommandJudgesAStoredHistoryAndFindsWhatWasLeftOut(
      TestCluster cluster, @TempDir Path folder) throws Exception {
    assumeTrue(cluster.histories().isPresent(), "the cluster's audit log is not ours to read");
    Histories histories = cluster.histories().orElseThrow();
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
    String first =
        repository.write("production/cm.yml", Manifests.configMap("cm", "a")).commit("a");
    repository.push();
    Env env = Env.of("production", TestCluster.uniqueName("verify"));
    List<String> lines;
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env)) {
      agent.awaitSynced("production", first);
      repository.write("production/cm.yml", Manifests.configMap("cm", "b"));
      String second = repository.delete("production/go.yml").commit("b, without go");
      repository.push();
      agent.awaitSynced("production", second);
      lines = histories.lines();
    }

    Run whole = verify(folder, lines);
    assertThat(whole.output()).matches("\\d{2} requests of 2 syncs checked, 0 violations");
    assertThat(whole.exitCode()).isZero();

    Run withoutRehearsal = verify(folder, without(lines, "dryRun=All"));
    assertThat(withoutRehearsal.output()).contains("P3 ", "configmaps/cm 200: applied without");
    assertThat(withoutRehearsal.exitCode()).isEqualTo(1);

    Run withoutLook = verify(folder, without(lines, "/go\",\"verb\":\"get\""));
    assertThat(withoutLook.output()).contains("P5 ", "configmaps/go 200: deleted without");

    Run withoutEntry = verify(folder, without(lines, "\"number\":2,"));
    assertThat(withoutEntry.output()).contains("P7 ", "the history has no entry of it");
  }

  private record Run(int exitCode, String output) {}

  private static List<String> without(List<String> lines, String text) {
    List<String> left = lines.stream().filter(line -> !line.contains(text)).toList();
    assertThat(left).hasSizeLessThan(lines.size());
    return left;
  }

  /** The command as people type it. */
  private static Run verify(Path folder, List<String> lines)
      throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("history.jsonl"), lines);
    Process process =
        new ProcessBuilder("bin/backstay", "verify-audit", file.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.strip());
  }
}
