package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import dev.backstay.testing.prometheus.Dashboard;
import dev.backstay.testing.prometheus.PageQueries;
import dev.backstay.testing.prometheus.Prometheus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real Prometheus says of a story that is known: a deploy, a bad one, and its rollback. */
@ExtendWith(ClusterExtension.class)
final class PrometheusIT {
  private static final List<Path> RULES =
      List.of(
          Path.of("chart/files/rules.yaml").toAbsolutePath(),
          Path.of("chart/files/alerts.yaml").toAbsolutePath());
  private static final String ROLLBACK_TOOK =
      """
      sum by (environment) (increase(backstay_rollback_duration_seconds_sum{environment="production"}[1d]))
        / sum by (environment) (increase(backstay_rollback_duration_seconds_count{environment="production"}[1d]))
      """;
  private static final String DEPLOYMENTS =
      "sum by (kind) (backstay_deployments_total{environment='production'})";
  private static final Offset<Double> A_MILLISECOND_OR_TWO = Offset.offset(0.002);

  @Test
  void promqlAnswersWhatPeopleOnCallAsk(TestCluster cluster, @TempDir Path folder) {
    Path program = Prometheus.program();
    String namespace = TestCluster.uniqueName("prom");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("README.md", "nothing to deploy yet").commit("begin");
    repository.push();
    try (TestAgent agent =
            TestAgent.start(
                cluster,
                folder.resolve("agent"),
                repository.url(),
                Env.of("staging", namespace + "-2"),
                new Env("production", "production", namespace, ", healthTimeout: 1s"));
        Prometheus prometheus =
            Prometheus.start(program, folder.resolve("prometheus"), agent.probePort(), RULES)) {
      // what happens before the first scrape is no increase
      awaitAnswer(prometheus, "count(backstay_environment_info{state='refused'}) == 2");
      tell(agent, prometheus, repository);

      answersByState(prometheus);
      tellsTheRollback(agent, prometheus);
      tellsTheFourFigures(agent, prometheus);
      marksTheLastDeployment(agent, prometheus);
      rulesAndDashboardWork(prometheus);
      thePagesAskWhatPrometheusUnderstands(prometheus);
    }
  }

  /** A deploy, and a bad one that is rolled back in production, while staging is suspended. */
  private static void tell(TestAgent agent, Prometheus prometheus, TestRepository repository) {
    String good =
        repository
            .write("production/web.yml", Manifests.deployment("web", "1.0.0"))
            .write("staging/web.yml", Manifests.deployment("web", "1.0.0"))
            .commit("web 1.0.0");
    repository.push();
    agent.awaitSynced("production", good);
    agent.awaitSynced("staging", good);
    String ahead =
        repository
            .write("staging/web.yml", Manifests.deployment("web", "1.0.1"))
            .commit("web 1.0.1");
    repository.push();
    agent.awaitSynced("staging", ahead);
    agent.awaitSynced("production", ahead);
    awaitAnswer(prometheus, "min(backstay_environment_synced) == 1");

    assertThat(agent.suspend("staging", "").statusCode()).isEqualTo(200);
    String bad =
        repository
            .write("production/web.yml", Manifests.deployment("web", "broken"))
            .write("staging/cm.yml", Manifests.configMap("cm", "a"))
            .commit("web 1.1.0");
    repository.push();
    agent.awaitState("production", bad, "degraded");
    awaitAnswer(prometheus, "backstay_environment_info{environment='production',state='degraded'}");
    assertThat(prometheus.value("backstay_environment_synced{environment='production'}")).isZero();

    String revert = repository.revert(bad);
    repository.write("staging/cm.yml", Manifests.configMap("cm", "b")).commit("staging goes on");
    repository.push();
    agent.awaitSynced("production", repository.head());
    assertThat(agent.history("production").get(0).path("revision").asString()).isEqualTo(revert);
    awaitAnswer(prometheus, "backstay_environment_synced{environment='production'} == 1");
    awaitAnswer(prometheus, "backstay_rollback_duration_seconds_count == 1");
  }

  /** Waits until a question finds something. */
  private static void awaitAnswer(Prometheus prometheus, String question) {
    await().untilAsserted(() -> assertThat(prometheus.query(question)).isNotEmpty());
  }

  private static void answersByState(Prometheus prometheus) {
    assertThat(prometheus.value("up{job='backstay'}")).isEqualTo(1);
    assertThat(prometheus.values("backstay_environment_synced", "environment"))
        .isEqualTo(Map.of("production", 1.0, "staging", 0.0));
    assertThat(prometheus.values("backstay_commits_behind > 0", "environment"))
        .containsOnlyKeys("staging");
    assertThat(prometheus.values("backstay_promotion_lag_commits > 0", "to"))
        .isEqualTo(Map.of("production", 1.0));
    assertThat(prometheus.values("backstay_environment_suspended == 1", "environment"))
        .containsOnlyKeys("staging");
    assertThat(prometheus.value("backstay_rollback_incomplete{environment='production'}")).isZero();
  }

  private static void tellsTheRollback(TestAgent agent, Prometheus prometheus) {
    JsonNode rollback = agent.history("production").get(0);

    assertThat(prometheus.value(ROLLBACK_TOOK))
        .isCloseTo(seconds(rollback, "seen", rollback, "finished"), A_MILLISECOND_OR_TWO);
    assertThat(prometheus.values("backstay_rollback_total", "environment"))
        .isEqualTo(Map.of("production", 1.0, "staging", 0.0));
  }

  private static void tellsTheFourFigures(TestAgent agent, Prometheus prometheus) {
    JsonNode rollback = agent.history("production").get(0);
    JsonNode mistake = agent.history("production").get(1);

    assertThat(prometheus.values(DEPLOYMENTS, "kind"))
        .containsEntry("deploy", 2.0)
        .containsEntry("rollback", 1.0)
        .containsEntry("roll forward", 0.0);
    assertThat(prometheus.values("backstay_deployments_failed_total", "environment"))
        .isEqualTo(Map.of("production", 1.0, "staging", 0.0));
    awaitAnswer(prometheus, "backstay:change_fail_rate:ratio{environment='production'} == 0.5");
    assertThat(prometheus.value("backstay:deployment_frequency:per_day{environment='production'}"))
        .isCloseTo(2 / 30.0, Percentage.withPercentage(20));

    assertThat(prometheus.value(sum("backstay_deployment_recovery_seconds_count"))).isEqualTo(1);
    assertThat(prometheus.value(sum("backstay_deployment_recovery_seconds_sum")))
        .isBetween(
            seconds(mistake, "finished", rollback, "finished") - 0.1,
            seconds(mistake, "seen", rollback, "finished"));
    assertThat(prometheus.values("backstay:deployment_recovery_seconds:p50", "environment"))
        .containsOnlyKeys("production");
    assertThat(prometheus.values("backstay:change_lead_time_seconds:p50", "environment"))
        .containsKey("production");
  }

  private static String sum(String metric) {
    return "sum(" + metric + "{environment='production'})";
  }

  private static double seconds(JsonNode from, String begin, JsonNode to, String end) {
    return (time(to, end) - time(from, begin)) / 1000.0;
  }

  private static long time(JsonNode entry, String key) {
    return Instant.parse(entry.path(key).asString()).toEpochMilli();
  }

  private static void marksTheLastDeployment(TestAgent agent, Prometheus prometheus) {
    JsonNode rollback = agent.history("production").get(0);
    String ask = Dashboard.marker().ask().replace(".+", "production");
    JsonNode marker = prometheus.query(ask).get(0);

    assertThat(marker.at("/metric/commit").asString())
        .isEqualTo(rollback.path("revision").asString().substring(0, 7));
    assertThat(Double.parseDouble(marker.at("/value/1").asString()))
        .isBetween((double) time(rollback, "started"), (double) System.currentTimeMillis());
  }

  private static void rulesAndDashboardWork(Prometheus prometheus) {
    JsonNode groups = prometheus.get("/api/v1/rules").path("groups");
    assertThat(groups.valueStream().map(group -> group.path("name").asString()))
        .containsExactlyInAnyOrder("backstay", "backstay-dora");
    for (JsonNode group : groups) {
      for (JsonNode rule : group.path("rules")) {
        assertThat(rule.path("health").asString()).as("%s", rule).isEqualTo("ok");
      }
    }
    for (Dashboard.Query query : Dashboard.queries()) {
      JsonNode found = prometheus.query(query.ask());
      if (!query.mayBeEmpty()) {
        assertThat(found).as("%s", query).isNotEmpty();
      }
    }
  }

  private static void thePagesAskWhatPrometheusUnderstands(Prometheus prometheus) {
    List<String> queries = new ArrayList<>();
    for (String page : List.of("docs/operations.md", "docs/metrics.md")) {
      queries.addAll(PageQueries.of(Path.of(page)));
    }

    assertThat(queries).hasSizeGreaterThan(20);
    // it fails on what is no query
    queries.forEach(prometheus::query);
  }
}
