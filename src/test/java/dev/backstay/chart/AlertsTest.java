package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import dev.backstay.testing.prometheus.Prometheus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Alerts and recording rules, as {@code promtool} judges them, and what is written about them. */
class AlertsTest {
  private static final Path FILES = Path.of("chart/files");
  private static final Path TRIALS = Path.of("src/test/prometheus");
  private static final Path RUNBOOKS = Path.of("docs/operations.md");
  private static final Pattern NAME = Pattern.compile("Backstay[A-Z][a-zA-Z]+");

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "rules.yaml"})
  void promtoolFindsNothingWrongWithTheRules(String file) throws Exception {
    assertThat(promtool("check", "rules", FILES.resolve(file).toString())).contains("SUCCESS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "rules.yaml"})
  void theRulesSayOfSeriesMadeByHandWhatIsKnownOfThem(String file) throws Exception {
    assertThat(promtool("test", "rules", TRIALS.resolve(file).toString())).contains("SUCCESS");
  }

  @Test
  void everyAlertIsTriedBothWays() throws IOException {
    List<String> quiet = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (JsonNode test : yaml(TRIALS.resolve("alerts.yaml")).path("tests")) {
      for (JsonNode trial : test.path("alert_rule_test")) {
        (trial.has("exp_alerts") ? told : quiet).add(trial.path("alertname").asString());
      }
    }

    assertThat(told).containsAll(alerts());
    assertThat(quiet).containsAll(alerts());
  }

  @Test
  void everyRecordedFigureIsTried() throws IOException {
    List<String> tried =
        Rendered.texts(
            yaml(TRIALS.resolve("rules.yaml")).path("tests").get(0).path("promql_expr_test"),
            "/expr");

    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            Rendered.texts(yaml(FILES.resolve("rules.yaml")).at("/groups/0/rules"), "/record"));
  }

  @Test
  void everyAlertHasOneSectionThatItsLinkLeadsTo() throws IOException {
    List<String> sections =
        Files.readAllLines(RUNBOOKS).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).strip())
            .filter(heading -> NAME.matcher(heading).matches())
            .toList();

    assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts());
    for (JsonNode rule : rules()) {
      assertThat(rule.at("/annotations/runbook_url").asString())
          .isEqualTo("%s#%s", RUNBOOKS, rule.path("alert").asString().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void theConfigurationOnThePageIsOneThatPrometheusTakes(@TempDir Path folder) throws Exception {
    String page = Files.readString(RUNBOOKS);
    int begin = page.indexOf("# prometheus.yml");
    String shown = page.substring(begin, page.indexOf("```", begin));
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config, shown.replace("/etc/prometheus/backstay", FILES.toAbsolutePath().toString()));

    assertThat(promtool("check", "config", config.toString()))
        .contains("SUCCESS: 2 rule files found")
        .contains("is valid prometheus config file syntax");
  }

  private static List<String> alerts() throws IOException {
    return Rendered.texts(rules(), "/alert");
  }

  private static JsonNode rules() throws IOException {
    return yaml(FILES.resolve("alerts.yaml")).at("/groups/0/rules");
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Chart.parse(Files.readString(file)).getFirst();
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Prometheus.program().resolveSibling("promtool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
