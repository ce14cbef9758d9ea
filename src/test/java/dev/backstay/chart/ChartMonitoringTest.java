package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Alerts and dashboard ask only for metrics that there are. */
class ChartMonitoringTest {
  private static final Pattern NAME = Pattern.compile("backstay_[a-z_]+");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `(backstay_[a-z_]+)` \\| (\\w+)");

  @Test
  void theMonitorSelectsTheServiceOfTheMetricsOnly() {
    Rendered rendered = Rendered.of(Rendered.values("everything"));
    JsonNode monitor = rendered.only("ServiceMonitor");
    JsonNode wanted = monitor.at("/spec/selector/matchLabels");

    List<String> selected =
        rendered.all("Service").stream()
            .filter(service -> matches(wanted, service.at("/metadata/labels")))
            .map(service -> service.at("/metadata/name").asString())
            .toList();
    assertThat(selected).containsExactly("backstay-metrics");
    assertThat(monitor.at("/spec/endpoints/0/port"))
        .isEqualTo(rendered.named("Service", "backstay-metrics").at("/spec/ports/0/name"));
  }

  private static boolean matches(JsonNode wanted, JsonNode labels) {
    return wanted.propertyStream().allMatch(w -> w.getValue().equals(labels.path(w.getKey())));
  }

  @Test
  void theRecordedFiguresAskForMetricsThatThereAre() throws IOException {
    JsonNode figures = groups().get(0);

    assertThat(figures.path("name").asString()).isEqualTo("backstay-dora");
    assertThat(Rendered.texts(figures.path("rules"), "/record"))
        .containsExactly(
            "backstay:deployment_frequency:per_day",
            "backstay:change_lead_time_seconds:p50",
            "backstay:change_fail_rate:ratio",
            "backstay:deployment_recovery_seconds:p50");
    for (JsonNode rule : figures.path("rules")) {
      assertThat(metrics(rule.path("expr").asString())).isNotEmpty().isSubsetOf(existing());
    }
  }

  @Test
  void theLinksOfTheAlertsLeadWhereTheValuesSay() throws IOException {
    for (JsonNode rule : groups().get(1).path("rules")) {
      assertThat(rule.at("/annotations/runbook_url").asString())
          .isEqualTo(
              "https://wiki.example.com/backstay#"
                  + rule.path("alert").asString().toLowerCase(Locale.ROOT));
    }
    assertThat(
            Rendered.with(Map.of("metrics.prometheusRule.enabled", "true"))
                .only("PrometheusRule")
                .at("/spec/groups/1"))
        .isEqualTo(
            Chart.parse(Files.readString(Path.of("chart/files/alerts.yaml")))
                .getFirst()
                .at("/groups/0"));
  }

  private static JsonNode groups() {
    return Rendered.of(Rendered.values("everything")).only("PrometheusRule").at("/spec/groups");
  }

  @Test
  void everyAlertAsksForMetricsThatThereAre() throws IOException {
    JsonNode rules = groups().get(1).path("rules");

    assertThat(rules).hasSizeGreaterThan(10);
    for (JsonNode rule : rules) {
      assertThat(rule.at("/labels/severity").asString()).isIn("info", "warning", "critical");
      assertThat(rule.at("/annotations/summary").asString()).isNotEmpty();
      assertThat(rule.at("/annotations/description").asString()).isNotEmpty();
      assertThat(metrics(rule.path("expr").asString())).isNotEmpty().isSubsetOf(existing());
    }
  }

  @Test
  void everyPanelAsksForMetricsThatThereAre() throws IOException {
    JsonNode map =
        Rendered.of(Rendered.values("everything")).named("ConfigMap", "backstay-dashboard");
    JsonNode dashboard = Chart.parse(map.at("/data/backstay.json").asString()).getFirst();

    assertThat(map.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(8);
    for (JsonNode marker : dashboard.at("/annotations/list")) {
      assertThat(metrics(marker.path("expr").asString())).isNotEmpty().isSubsetOf(existing());
    }
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        assertThat(metrics(target.path("expr").asString())).isNotEmpty().isSubsetOf(existing());
      }
    }
    assertThat(dashboard.path("panels").findValuesAsString("id")).doesNotHaveDuplicates();
  }

  private static Set<String> metrics(String query) {
    return NAME.matcher(query).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** The page of metrics is made from a scrape. */
  private static Set<String> existing() throws IOException {
    Set<String> names = new TreeSet<>();
    LISTED
        .matcher(Files.readString(Path.of("docs/metrics.md")))
        .results()
        .forEach(
            found -> {
              names.add(found.group(1));
              if (found.group(2).equals("histogram")) {
                List.of("_bucket", "_count", "_sum").forEach(s -> names.add(found.group(1) + s));
              }
            });
    return names;
  }
}
