package dev.backstay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.PollStatus;
import dev.backstay.git.Revision;
import dev.backstay.health.Health;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.sync.Change;
import dev.backstay.sync.Counts;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.Ending;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.History;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.State;
import dev.backstay.testing.prometheus.Prometheus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus reads, as text. */
final class AgentMetricsTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  private static final String REVISION = "a".repeat(40);
  private static final Change DEPLOY = new Change(Change.Kind.DEPLOY, "", "", List.of());
  private static final Change ROLLBACK = new Change(Change.Kind.ROLLBACK, "", REVISION, List.of());

  private final AgentMetrics metrics = new AgentMetrics();
  private final EnvironmentMetrics series = new EnvironmentMetrics(metrics);
  private final List<EnvironmentStatus> environments = new ArrayList<>();
  private PollStatus poll =
      new PollStatus(Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());

  AgentMetricsTest() {
    environments.add(status(State.STARTING, Optional.empty(), List.of(), List.of()));
    series.are(List.of("production"));
    StatusMetrics.register(metrics, "1.2.3", () -> List.copyOf(environments), () -> poll);
  }

  static EnvironmentStatus status(
      State state,
      Optional<Deployed> deployed,
      List<ObjectStatus> objects,
      List<Problem> problems) {
    return new EnvironmentStatus(
        "production",
        "outsrc",
        "production",
        "in-cluster",
        Optional.empty(),
        state,
        NOON,
        true,
        deployed,
        Optional.empty(),
        2,
        4096,
        new EnvironmentStatus.SyncSummary(
            "", "", "", DEPLOY, Map.of(), Counts.NONE, Ending.NOTHING_LEFT),
        objects,
        problems,
        Optional.empty(),
        Optional.empty(),
        new History(List.of(), List.of()),
        List.of(),
        Optional.empty(),
        new EnvironmentStatus.Watching(new TreeMap<>(Map.of("ConfigMap", NOON)), 3));
  }

  static HistoryEntry entry(String outcome, Change change) {
    return entry(1, outcome, change);
  }

  private static HistoryEntry entry(int number, String outcome, Change change) {
    return new HistoryEntry(
        number,
        change,
        outcome,
        REVISION,
        "tree",
        "input",
        "Subject",
        "Ann",
        NOON,
        NOON,
        NOON,
        NOON.plusSeconds(3),
        List.of(),
        Map.of("seen", 0.5, "checked", 0.25, "applied", 0.25, "healthy", 2.0),
        Counts.NONE,
        List.of(),
        List.of(),
        Ending.NOTHING_LEFT,
        0);
  }

  private String scrape() {
    return new Scrape(metrics).text("");
  }

  private void assertSeries(String series) {
    assertThat(scrape().lines()).contains(series);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backstay_environment_synced gauge",
        "backstay_environment_healthy gauge",
        "backstay_environment_suspended gauge",
        "backstay_environment_info gauge",
        "backstay_sync_total counter",
        "backstay_sync_duration_seconds histogram",
        "backstay_commit_to_applied_seconds histogram",
        "backstay_commit_to_healthy_seconds histogram",
        "backstay_rollback_total counter",
        "backstay_deployments_total counter",
        "backstay_deployments_failed_total counter",
        "backstay_rollback_duration_seconds histogram",
        "backstay_last_synced_timestamp_seconds gauge",
        "backstay_commits_behind gauge",
        "backstay_state_bytes gauge",
        "backstay_resources gauge",
        "backstay_prune_pending gauge",
        "backstay_prune_refused_total counter",
        "backstay_cluster_reachable gauge",
        "backstay_git_fetch_duration_seconds histogram",
        "backstay_git_fetch_failures_total counter",
        "backstay_git_last_success_timestamp_seconds gauge",
        "backstay_config_last_reload_successful gauge",
        "backstay_build_info gauge",
      })
  void hasASeriesOfEachMetricBeforeAnythingHappened(String nameAndType) {
    String text = scrape();
    String name = nameAndType.substring(0, nameAndType.indexOf(' '));
    assertThat(text.lines()).contains("# TYPE " + nameAndType);
    assertThat(text.lines()).anyMatch(l -> l.matches(name + "(_count)?(\\{.*})? .+"));
  }

  /** The rules of {@code promtool check metrics}. */
  @Test
  void hasNamesAndHelpThatPromtoolAccepts() {
    metrics.onSync("production", entry("synced", ROLLBACK));
    metrics.count("get", 200);
    metrics.onPoll(false);
    Set<String> names = new HashSet<>();
    List<String> helped = new ArrayList<>();
    for (String line : scrape().lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        assertThat(words).as(line).hasSize(4);
        helped.add(words[2]);
      }
      if (line.startsWith("# TYPE ")) {
        String name = words[2];
        assertThat(names.add(name)).as(name + " only once").isTrue();
        assertThat(helped).contains(name);
        assertThat(name).matches("backstay_[a-z]+(_[a-z]+)*");
        assertThat(name.endsWith("_total")).as(name).isEqualTo(words[3].equals("counter"));
        assertThat(name).doesNotEndWith("_count").doesNotEndWith("_sum").doesNotEndWith("_bucket");
        assertThat(name).doesNotContain("millis").doesNotContain("minutes");
      }
    }
    assertThat(names).hasSizeGreaterThan(15);
  }

  @Test
  void hasNoSeriesTwice() {
    metrics.onSync("production", entry("synced", ROLLBACK));
    List<String> series =
        scrape()
            .lines()
            .filter(l -> !l.startsWith("#"))
            .map(l -> l.substring(0, l.lastIndexOf(' ')))
            .toList();
    assertThat(series).doesNotHaveDuplicates();
  }

  @Test
  void countsSyncsFromNought() {
    assertSeries("backstay_sync_total{environment=\"production\",outcome=\"refused\"} 0.0");
    metrics.onSync("production", entry("refused", DEPLOY));
    assertSeries("backstay_sync_total{environment=\"production\",outcome=\"refused\"} 1.0");
    assertSeries("backstay_commit_to_applied_seconds_count{environment=\"production\"} 0");
  }

  @Test
  void timesACommitFromItsFirstSight() {
    metrics.onSync("production", entry("synced", DEPLOY));
    assertSeries("backstay_commit_to_applied_seconds_sum{environment=\"production\"} 1.0");
    assertSeries("backstay_commit_to_healthy_seconds_sum{environment=\"production\"} 3.0");
    assertSeries(
        "backstay_sync_duration_seconds_sum{environment=\"production\",phase=\"healthy\"} 2.0");
    assertSeries("backstay_rollback_total{environment=\"production\"} 0.0");
  }

  @Test
  void doesNotCallADegradedCommitHealthy() {
    metrics.onSync("production", entry("degraded", DEPLOY));
    assertSeries("backstay_commit_to_applied_seconds_count{environment=\"production\"} 1");
    assertSeries("backstay_commit_to_healthy_seconds_count{environment=\"production\"} 0");
  }

  @Test
  void countsAndTimesRollbacks() {
    metrics.onSync("production", entry("synced", ROLLBACK));
    assertSeries("backstay_rollback_total{environment=\"production\"} 1.0");
    assertSeries("backstay_rollback_duration_seconds_sum{environment=\"production\"} 3.0");
  }

  @Test
  void timesADegradedRollbackOnceItIsHealthy() {
    metrics.onSync("production", entry("degraded", ROLLBACK));
    assertSeries("backstay_rollback_total{environment=\"production\"} 1.0");
    assertSeries("backstay_rollback_duration_seconds_count{environment=\"production\"} 0");
    metrics.onSync("production", entry("synced", ROLLBACK));
    assertSeries("backstay_rollback_total{environment=\"production\"} 1.0");
    assertSeries("backstay_rollback_duration_seconds_count{environment=\"production\"} 1");
  }

  @Test
  void countsDeploymentsByKindFromNought() {
    assertSeries(
        "backstay_deployments_total{environment=\"production\",kind=\"roll forward\",outcome=\"synced\"} 0.0");
    metrics.onSync("production", entry(1, "synced", DEPLOY));
    metrics.onSync("production", entry(2, "refused", DEPLOY));
    metrics.onSync("production", entry(3, "failed", DEPLOY));
    metrics.onSync("production", entry(4, "synced", ROLLBACK));
    metrics.onSync("production", entry(5, "synced", DEPLOY));
    assertSeries(
        "backstay_deployments_total{environment=\"production\",kind=\"deploy\",outcome=\"synced\"} 2.0");
    assertSeries(
        "backstay_deployments_total{environment=\"production\",kind=\"rollback\",outcome=\"synced\"} 1.0");
  }

  @Test
  void nothingIsToldOfAnEnvironmentThatLeft() {
    series.are(List.of("production", "old"));
    metrics.onSync("old", entry("synced", DEPLOY));
    assertSeries("backstay_sync_total{environment=\"old\",outcome=\"synced\"} 1.0");

    series.are(List.of("production"));
    assertThat(new Scrape(metrics).text("")).contains("production").doesNotContain("\"old\"");
  }

  @ParameterizedTest
  @CsvSource({
    "kubectl-edit, kubectl-edit",
    "kubectl (scale), kubectl",
    "'kubectl-patch, helm', kubectl-patch",
    "whatever-somebody-made-up, other",
    "'', ''"
  })
  void onlyWellKnownToolsAreALabel(String by, String label) {
    assertThat(ManagerLabel.of(by)).isEqualTo(label);
  }

  @Test
  void whatItTellsIsInTheFormatThatIsAskedFor() {
    Scrape scrape = new Scrape(metrics);
    assertThat(scrape.contentType("text/plain")).startsWith("text/plain; version=0.0.4");
    assertThat(scrape.contentType("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(scrape.text("application/openmetrics-text;version=1.0.0")).endsWith("# EOF\n");
    assertThat(scrape.text("")).doesNotContain("_max", "# EOF");
  }

  @Test
  void promtoolFindsNothingWrongWithIt() throws Exception {
    metrics.onSync("production", entry("synced", DEPLOY));
    Process promtool =
        new ProcessBuilder(
                Prometheus.program().resolveSibling("promtool").toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    promtool.getOutputStream().write(new Scrape(metrics).text("").getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    assertThat(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  @Test
  void countsADeploymentThatHealsOnce() {
    metrics.onSync("production", entry("degraded", DEPLOY));
    metrics.onSync("production", entry("degraded", DEPLOY));
    metrics.onSync("production", entry("synced", DEPLOY));
    assertSeries(
        "backstay_deployments_total{environment=\"production\",kind=\"deploy\",outcome=\"degraded\"} 1.0");
    assertSeries("backstay_commit_to_applied_seconds_count{environment=\"production\"} 1");
    assertSeries("backstay_commit_to_healthy_seconds_count{environment=\"production\"} 1");
  }

  @Test
  void countsDeploymentsThatFailedFromNought() {
    assertSeries("backstay_deployments_failed_total{environment=\"production\"} 0.0");
    metrics.onDeploymentFailed("production", REVISION);
    assertSeries("backstay_deployments_failed_total{environment=\"production\"} 1.0");
  }

  @Test
  void doesNotCountAsASyncWhatIsNone() {
    metrics.onSync("production", entry("corrected", DEPLOY));
    assertThat(scrape()).doesNotContain("outcome=\"corrected\"");
  }

  @Test
  void countsNotificationsByProviderFromNought() {
    assertThat(scrape()).doesNotContain("backstay_notifications");
    metrics.expectNotifications("gitea");
    assertSeries("backstay_notifications_failed_total{provider=\"gitea\"} 0.0");
    metrics.onNotification("gitea", true);
    metrics.onNotification("gitea", true);
    metrics.onNotification("gitea", false);
    assertSeries("backstay_notifications_sent_total{provider=\"gitea\"} 2.0");
    assertSeries("backstay_notifications_failed_total{provider=\"gitea\"} 1.0");
  }

  @Test
  void countsWebhooksByProviderAndOutcomeFromNought() {
    assertThat(scrape()).doesNotContain("backstay_webhooks");
    metrics.expectWebhooks("gitlab", List.of("woken", "refused"));
    metrics.onWebhook("gitlab", "woken");
    assertSeries("backstay_webhooks_total{outcome=\"woken\",provider=\"gitlab\"} 1.0");
    assertSeries("backstay_webhooks_total{outcome=\"refused\",provider=\"gitlab\"} 0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backstay_sync_duration_seconds_bucket{environment=\"production\",phase=\"checked\",",
        "backstay_commit_to_applied_seconds_bucket{environment=\"production\",",
        "backstay_commit_to_healthy_seconds_bucket{environment=\"production\",",
        "backstay_rollback_duration_seconds_bucket{environment=\"production\","
      })
  void hasBucketsFromATenthOfASecondToTenMinutes(String bucket) {
    assertThat(scrape().lines())
        .contains(bucket + "le=\"0.1\"} 0", bucket + "le=\"600.0\"} 0", bucket + "le=\"+Inf\"} 0")
        .filteredOn(line -> line.startsWith(bucket))
        .hasSize(13);
  }

  @Test
  void countsDeletesThatWereHeldBackFromNought() {
    assertSeries("backstay_prune_refused_total{environment=\"production\"} 0.0");
    metrics.onPruneHeld("production", 3);
    assertSeries("backstay_prune_refused_total{environment=\"production\"} 3.0");
  }

  @Test
  void countsRequestsByVerbAndCode() {
    metrics.count("apply", 200);
    metrics.count("apply", 200);
    metrics.count("get", 0);
    assertSeries("backstay_kube_requests_total{code=\"200\",verb=\"apply\"} 2.0");
    assertSeries("backstay_kube_requests_total{code=\"0\",verb=\"get\"} 1.0");
  }

  @Test
  void timesFetches() {
    metrics.onFetch(Duration.ofMillis(300));
    assertSeries("backstay_git_fetch_duration_seconds_bucket{le=\"0.25\"} 0");
    assertSeries("backstay_git_fetch_duration_seconds_bucket{le=\"0.5\"} 1");
  }

  @Test
  void countsPollsThatFailed() {
    metrics.onPoll(true);
    metrics.onPoll(false);
    assertSeries("backstay_git_fetch_failures_total 1.0");
    assertSeries("backstay_git_last_success_timestamp_seconds 0.0");
    poll =
        new PollStatus(
            Optional.of(new Revision(REVISION)),
            Optional.of(Instant.ofEpochSecond(12)),
            Optional.empty(),
            0,
            Optional.empty());
    assertSeries("backstay_git_last_success_timestamp_seconds 12.0");
  }

  @Test
  void tellsThatAChangedConfigurationWasRefused() {
    assertSeries("backstay_config_last_reload_successful 1.0");
    metrics.onReload(false);
    assertSeries("backstay_config_last_reload_successful 0.0");
  }

  @Test
  void tellsWhatStandsAndForgetsWhatStoodBefore() {
    assertSeries(
        "backstay_environment_info{environment=\"production\",revision=\"\",state=\"starting\",tier=\"\"} 1");
    assertSeries("backstay_environment_synced{environment=\"production\"} 0.0");
    Deployed deployed =
        new Deployed(
            REVISION,
            "head",
            "tree",
            "input",
            "s",
            "Ann",
            NOON,
            Instant.ofEpochSecond(9),
            Optional.empty());
    ObjectKey key = new ObjectKey("apps", "Deployment", "outsrc", "backend");
    environments.set(
        0,
        status(
            State.SYNCED,
            Optional.of(deployed),
            List.of(new ObjectStatus(key, "created", "", Health.healthy())),
            List.of()));
    assertSeries(
        "backstay_environment_info{environment=\"production\",revision=\""
            + REVISION
            + "\",state=\"synced\",tier=\"\"} 1");
    assertThat(scrape()).doesNotContain("state=\"starting\"");
    assertSeries("backstay_environment_synced{environment=\"production\"} 1.0");
    assertSeries("backstay_last_synced_timestamp_seconds{environment=\"production\"} 9.0");
    assertSeries("backstay_commits_behind{environment=\"production\"} 2.0");
    environments.clear();
    assertThat(scrape()).doesNotContain(REVISION);
  }

  @Test
  void countsObjectsByHealthAndWhatWaitsToBePruned() {
    ObjectKey key = new ObjectKey("apps", "Deployment", "outsrc", "backend");
    Health broken = new Health.Failed("no");
    environments.set(
        0,
        status(
            State.DEGRADED,
            Optional.empty(),
            List.of(
                new ObjectStatus(key, "created", "", Health.healthy()),
                new ObjectStatus(key, "created", "", broken),
                new ObjectStatus(key, "prune held", "", Health.healthy())),
            List.of(Problem.of(ProblemCode.UNHEALTHY, key, "no", ""))));
    assertSeries("backstay_resources{environment=\"production\",health=\"healthy\"} 2.0");
    assertSeries("backstay_resources{environment=\"production\",health=\"unhealthy\"} 1.0");
    assertSeries("backstay_environment_healthy{environment=\"production\"} 0.0");
    assertSeries("backstay_prune_pending{environment=\"production\"} 1.0");
  }

  @Test
  void answersInTheFormatThatIsAskedFor() {
    Scrape scrape = new Scrape(metrics);
    assertThat(scrape.contentType("")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    String openMetrics = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
    assertThat(scrape.contentType(openMetrics)).startsWith("application/openmetrics-text");
    assertThat(scrape.text(openMetrics)).endsWith("# EOF\n");
    assertThat(scrape.text("text/plain")).doesNotContain("# EOF");
  }
}
