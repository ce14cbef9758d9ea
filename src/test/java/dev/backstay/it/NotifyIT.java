package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.config.Forge;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.ForgeFake;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What others are told of an environment: beside its commits, in Events, and in metrics. */
@ExtendWith(ClusterExtension.class)
final class NotifyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster;
  private final String namespace = TestCluster.uniqueName("notify");
  private final TestRepository repository;
  private final ForgeFake forge = ForgeFake.start(Forge.GITLAB);
  private final Path configuration;

  NotifyIT(TestCluster cluster, @TempDir Path folder) throws IOException {
    this.cluster = cluster;
    this.repository = TestRepository.create(folder.resolve("git"));
    this.configuration =
        TestAgent.configure(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
    Files.writeString(folder.resolve("agent/forge-token"), ForgeFake.TOKEN);
    String commitStatus =
        "{ provider: gitlab, api: '%s', project: %s, tokenFile: forge-token }"
            .formatted(forge.api(), ForgeFake.PROJECT);
    Files.writeString(
        configuration,
        Files.readString(configuration) + "notify: { commitStatus: " + commitStatus + " }\n");
  }

  @AfterEach
  void close() {
    forge.close();
  }

  private String push(String file, String content, String subject) {
    String commit = repository.write("production/" + file, content).commit(subject);
    repository.push();
    return commit;
  }

  private String revert(String commit) {
    String revert = repository.revert(commit);
    repository.push();
    return revert;
  }

  private void awaitStates(String commit, String... states) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(forge.statesOf(commit)).containsExactly(states));
  }

  /** Where the sync was faster than the telling, the end alone is told. */
  private void awaitSuccess(String commit) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(forge.statesOf(commit))
                    .isIn(List.of("success"), List.of("running", "success")));
  }

  private String lastWords(String commit) {
    return forge.shown().stream()
        .filter(shown -> shown.revision().equals(commit))
        .reduce((_, last) -> last)
        .map(ForgeFake.Shown::description)
        .orElse("");
  }

  private String events(String path) {
    return cluster.kubectl(
        "get",
        "events",
        "-n",
        namespace,
        "--field-selector",
        "involvedObject.name=backstay-production",
        "-o",
        "jsonpath={range .items[*]}" + path + "{\"\\n\"}{end}");
  }

  private void scaleAndAwaitCorrection(int times) {
    cluster.kubectl("scale", "deployment/web", "--replicas=5", "-n", namespace);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events("{.reason} {.count}").lines())
                    .contains("DriftCorrected " + times));
  }

  @Test
  void p8ADeployARefusalAndARollbackAreTold() throws IOException {
    forge.hold();
    String first = push("web.yml", Manifests.deployment("web", "1.0.0"), "web 1.0.0");
    try (TestAgent agent = TestAgent.start(configuration)) {
      agent.awaitSynced("production", first);
      // no request was answered yet: nothing waits for the one who is told
      assertThat(forge.requests()).isPositive();
      assertThat(forge.shown()).isEmpty();
      forge.release();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(forge.statesOf(first)).contains("success"));

      String refused =
          push("bad.yml", Manifests.configMap("bad", "x").replace("data", "dada"), "bad");
      awaitStates(refused, "failed");
      assertThat(lastWords(refused)).startsWith("refused: BKS-").contains("production/bad.yml");
      awaitStates(revert(refused), "success");

      String second = push("web.yml", Manifests.deployment("web", "1.1.0"), "web 1.1.0");
      awaitSuccess(second);
      String rollback = revert(second);
      awaitSuccess(rollback);
      assertThat(lastWords(rollback))
          .matches(
              "rolled back to %s in [0-9]+\\.[0-9] s, everything healthy, nothing left behind"
                  .formatted(first.substring(0, 7)));

      scaleAndAwaitCorrection(1);
      scaleAndAwaitCorrection(2);
      assertEvents();
      assertMetrics(agent);
    }
    assertThat(forge.faults()).isEmpty();
    assertThat(forge.shown()).allMatch(shown -> shown.context().equals("backstay/production"));
  }

  /** In the order in which it happened, each with its type and who reports it. */
  private void assertEvents() {
    assertThat(events("{.type} {.reason} {.count}").lines())
        .containsExactly(
            "Normal Synced 1",
            "Warning Refused 1",
            "Normal Synced 1",
            "Normal RolledBack 1",
            "Normal DriftCorrected 2");
    assertThat(events("{.reportingComponent} {.reportingInstance}").lines().distinct())
        .singleElement()
        .asString()
        .startsWith("backstay " + TestCluster.AGENT_NAMESPACE + "/backstay-");
    String described =
        cluster.kubectl("describe", "configmap", "backstay-production", "-n", namespace);
    assertThat(described.substring(described.indexOf("Events:")))
        .containsPattern(
            Pattern.compile(
                "Synced .*Refused .*Synced .*RolledBack .*DriftCorrected +.*\\(x2 over ",
                Pattern.DOTALL));
  }

  private static void assertMetrics(TestAgent agent) throws IOException {
    String scrape = agent.getProbe("/metrics").body();
    assertThat(scrape.lines())
        .contains(
            "backstay_deployments_total{environment=\"production\",kind=\"deploy\",outcome=\"synced\"} 2.0",
            "backstay_deployments_total{environment=\"production\",kind=\"rollback\",outcome=\"synced\"} 1.0",
            "backstay_notifications_failed_total{provider=\"gitlab\"} 0.0")
        .anyMatch(line -> line.matches("backstay_notifications_sent_total.* [1-9].*"));
    String page = Files.readString(Path.of("docs/metrics.md"));
    List<String> names =
        scrape
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", 4)[2])
            .toList();
    assertThat(names)
        .hasSizeGreaterThan(25)
        .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }

  @Test
  void p7NoCommitStaysPendingWhenTheAgentEndsInItsRollout() {
    String good = push("web.yml", Manifests.deployment("web", "1.0.0"), "good");
    String broken;
    try (TestAgent agent = TestAgent.start(configuration)) {
      agent.awaitSynced("production", good);
      broken = push("web.yml", Manifests.deployment("web", "broken"), "broken");
      agent.awaitState("production", broken, "rolling-out");
      awaitStates(broken, "running");
    }
    String revert = revert(broken);
    try (TestAgent agent = TestAgent.start(configuration)) {
      agent.awaitSynced("production", revert);
      awaitStates(broken, "running", "canceled");
      assertThat(lastWords(broken)).isEqualTo("superseded by " + revert.substring(0, 7));
      awaitSuccess(revert);
      assertThat(forge.faults()).isEmpty();
    }
  }
}
