package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Fault;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.GitHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Git has a bad day: what runs stays as it is, and it heals by itself. */
@ExtendWith(ClusterExtension.class)
final class GitBadDaysIT {
  private static final List<String> ALL_A = List.of("a", "a", "a");
  private static final List<String> ALL_B = List.of("b", "b", "b");

  @Test
  void aGitServerThatIsDownIsToldAndWhatRunsStays(TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-down")) {
      agent.proxy().pass();
      agent.gitServer().stop();
      agent.awaitGitError("Tried to ask");
      String head = agent.push("b");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> agent.repositoryStatus().path("failuresInRow").asInt() >= 3);
      assertThat(agent.agent().getProbe("/metrics").body())
          .containsPattern("backstay_git_fetch_failures_total [1-9]");
      assertThat(agent.agent().getProbe("/livez").statusCode()).isEqualTo(200);
      assertThat(agent.writes()).isEmpty();
      agent.gitServer().restart();
      agent.awaitSynced(head);
      assertThat(agent.repositoryStatus().has("lastError")).isFalse();
      assertThat(agent.values()).isEqualTo(ALL_B);
    }
  }

  @Test
  void aFetchThatHangsHoldsUpNothingElse(TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-slow")) {
      agent.gitServer().forget();
      agent.gitServer().freeze(request -> request == GitHttpServer.Request.FETCH);
      String head = agent.push("b");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> agent.gitServer().requests().contains(GitHttpServer.Request.FETCH));
      assertThat(agent.status().path("state").asString()).isEqualTo("synced");
      assertThat(agent.status().path("deployed").path("subject").asString()).isEqualTo("a");
      assertThat(agent.agent().getProbe("/livez").statusCode()).isEqualTo(200);
      agent.gitServer().thaw();
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
    }
  }

  @Test
  void connectionsThatBreakHalfAnswersAndServerErrorsOfGitHeal(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-reset")) {
      List<String> uids = agent.uids();
      List<Fault> faults =
          List.of(
              new Fault.CutBefore(),
              new Fault.HalfResponse(30),
              Fault.Answer.tooManyRequests(1),
              new Fault.CutAfter(),
              new Fault.Pass(),
              new Fault.HalfResponse(60),
              new Fault.Pass(),
              new Fault.Pass(),
              new Fault.HalfResponse(100));
      agent
          .git()
          .rule(
              r ->
                  r.number() <= faults.size()
                      ? faults.get((int) r.number() - 1)
                      : new Fault.Pass());
      String head = agent.push("b");
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      assertThat(agent.uids()).as("nothing was deleted and made again").isEqualTo(uids);
      assertThat(agent.git().fired()).hasSizeGreaterThanOrEqualTo(5);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void aBranchThatIsGoneIsToldAndWhatRunsStaysUntilItIsBack(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-gone")) {
      agent.proxy().pass();
      agent.deleteBranch();
      agent.awaitGitError("has no branch main");
      assertThat(agent.status().path("deployed").path("subject").asString()).isEqualTo("a");
      assertThat(agent.writes()).isEmpty();
      String head = agent.push("b");
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
    }
  }

  @Test
  void aMirrorThatIsDamagedIsMadeAnew(TestCluster cluster, @TempDir Path folder)
      throws IOException {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-damage")) {
      List<String> uids = agent.uids();
      agent.stop();
      for (Path pack : packs(agent.dataDir())) {
        Files.delete(pack);
        Files.write(pack, new byte[100]);
      }
      agent.start();
      String head = agent.push("b");
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      assertThat(agent.uids()).isEqualTo(uids);
      assertThat(agent.dataDir().resolve("mirror-1")).doesNotExist();
      agent.assertHistory("a", "b");
    }
  }

  private static List<Path> packs(Path dataDir) throws IOException {
    try (Stream<Path> files = Files.walk(dataDir)) {
      return files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
  }

  @Test
  void aDiskThatIsFullIsToldAndHealsWhenThereIsRoomAgain(TestCluster cluster, @TempDir Path folder)
      throws Exception {
    try (ProxiedAgent agent = ProxiedAgent.prepare(cluster, folder, "git-full");
        SmallDisk disk = SmallDisk.mount(agent.dataDir())) {
      assumeTrue(disk.isMounted(), "only root may mount a small disk");
      String first = agent.push("a");
      agent.start();
      agent.awaitSynced(first);
      agent.proxy().pass();
      long files = disk.files();
      disk.fill();
      String head = agent.push("b");
      agent.awaitGitError("No space left on device");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> agent.repositoryStatus().path("failuresInRow").asInt() >= 3);
      assertThat(disk.files()).as("failed fetches leave nothing behind").isLessThan(files + 3);
      assertThat(agent.values()).isEqualTo(ALL_A);
      assertThat(agent.writes()).isEmpty();
      disk.makeRoom();
      agent.awaitSynced(head);
      assertThat(agent.values()).isEqualTo(ALL_B);
      agent.assertHistory("a", "b");
      agent.stop();
    }
  }

  @Test
  void lesson18_pollingAsksGitTwiceAPollAndTheApiServerNever(
      TestCluster cluster, @TempDir Path folder) {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-polls")) {
      agent.awaitStatus("rests", s -> s.path("state").asString().equals("synced"));
      agent.proxy().pass();
      agent.git().pass();
      for (int i = 0; i < 20; i++) {
        String before = agent.repositoryStatus().path("lastSuccess").asString();
        agent.agent().sync("production");
        await()
            .until(() -> !agent.repositoryStatus().path("lastSuccess").asString().equals(before));
      }
      assertThat(agent.git().seen()).hasSizeBetween(20, 2 * 2 * 20);
      assertThat(agent.proxy().seen())
          .filteredOn(s -> !s.request().isLease() && !s.request().isWatch())
          .isEmpty();
    }
  }

  @Test
  void lesson18_aHundredCommitsMakeNeitherMirrorNorHistoryGrowWithoutEnd(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    try (ProxiedAgent agent = ProxiedAgent.synced(cluster, folder, "git-many")) {
      for (int i = 1; i <= 104; i++) {
        String head = agent.push("value " + i);
        agent.agent().sync("production");
        agent.awaitSynced(head);
      }
      assertThat(agent.values()).containsOnly("value 104");
      assertThat(agent.agent().history("production")).hasSize(100);
      String parent =
          cluster.kubectl(
              "get", "configmap", "backstay-production", "-n", agent.namespace(), "-o", "yaml");
      assertThat(parent).hasSizeLessThan(250_000);
      assertThat(packs(agent.dataDir())).hasSizeLessThan(100);
    }
  }
}
