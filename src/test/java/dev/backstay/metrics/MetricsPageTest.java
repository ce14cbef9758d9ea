package dev.backstay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.PollStatus;
import dev.backstay.sync.Change;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page docs/metrics.md lists what Prometheus gets to read. */
final class MetricsPageTest {
  private static final String BEGIN = "is stale -->\n";
  private static final String END = "<!-- end of metrics -->";
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");
  private static final Pattern NAME = Pattern.compile("backstay_[a-z]+(?:_[a-z]+)*");

  /** With every metric that there can be. */
  private static String scrape() {
    AgentMetrics metrics = new AgentMetrics();
    new EnvironmentMetrics(metrics).are(List.of("production"));
    metrics.expectNotifications("github");
    metrics.expectWebhooks("github", List.of("woken"));
    metrics.count("get", 200);
    PollStatus poll =
        new PollStatus(Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());
    EnvironmentStatus status =
        AgentMetricsTest.status(State.STARTING, Optional.empty(), List.of(), List.of());
    StatusMetrics.register(metrics, "1.2.3", () -> List.of(status), () -> poll);
    LagMetrics.register(metrics, () -> List.of(status, status), InstantSource.system());
    metrics.onSync(
        "production",
        AgentMetricsTest.entry("synced", new Change(Change.Kind.DEPLOY, "", "", List.of())));
    return new Scrape(metrics).text("");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/metrics.md"));
  }

  @Test
  void listsEveryMetricAsItIsScraped() throws IOException {
    String page = page();
    String listed = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

    assertThat(listed).as("the table of metrics in docs/metrics.md").isEqualTo(table(scrape()));
  }

  @Test
  void asksOnlyForWhatThereIs() throws IOException {
    String scrape = scrape();
    String queries = page().substring(page().indexOf(END));
    List<String> asked = NAME.matcher(queries).results().map(found -> found.group()).toList();

    assertThat(asked)
        .hasSizeGreaterThan(8)
        .allSatisfy(
            name -> assertThat(scrape.lines()).anyMatch(line -> line.matches(name + "[{ ].*")));
  }

  private static String table(String scrape) {
    Map<String, String> meanings = new TreeMap<>();
    StringBuilder rows = new StringBuilder();
    rows.append("| metric | type | unit | labels | what it says |\n|---|---|---|---|---|\n");
    for (String line : scrape.lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        meanings.put(words[2], words[3]);
      }
    }
    for (String line : new TreeSet<>(scrape.lines().toList())) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# TYPE ")) {
        String meaning = meanings.getOrDefault(words[2], "");
        rows.append(
            "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                    words[2],
                    words[3],
                    unit(words[2], meaning),
                    labels(scrape, words[2]),
                    meaning));
      }
    }
    return rows.toString();
  }

  private static String unit(String name, String meaning) {
    if (name.endsWith("_timestamp_seconds")) {
      return "seconds since 1970";
    }
    if (name.endsWith("_seconds") || name.endsWith("_seconds_max")) {
      return "seconds";
    }
    if (name.endsWith("_bytes")) {
      return "bytes";
    }
    if (name.endsWith("_info")) {
      return "always 1";
    }
    return meaning.startsWith("1 if") ? "1 or 0" : "count";
  }

  /** Of the first of its series. */
  private static String labels(String scrape, String name) {
    TreeSet<String> labels = new TreeSet<>();
    scrape
        .lines()
        .filter(line -> line.matches(name + "(_count)?\\{.*"))
        .findFirst()
        .ifPresent(
            line -> {
              Matcher label = LABEL.matcher(line);
              while (label.find()) {
                labels.add("`" + label.group(1) + "`");
              }
            });
    return String.join(", ", labels);
  }
}
