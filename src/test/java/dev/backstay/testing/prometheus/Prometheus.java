package dev.backstay.testing.prometheus;

import static org.awaitility.Awaitility.await;

import dev.backstay.testing.Needed;
import dev.backstay.testing.localcluster.Shutdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes one agent, with a folder and a port of its own. */
public final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration UNTIL_KILLED = Duration.ofSeconds(5);
  private static final Pattern LISTENS = Pattern.compile("\"Listening on\" address=(\\S+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final Thread hook;
  private final URI address;

  private Prometheus(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "kill-prometheus");
    Runtime.getRuntime().addShutdownHook(hook);
    this.address = awaitReady();
  }

  /** Where it is installed, promtool beside it; where it is not, the test is skipped. */
  public static Path program() {
    return Path.of(Needed.program("prometheus", "BACKSTAY_PROMETHEUS", List.of("prometheus")));
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param folder for its configuration, its data and its log
   * @param port of what it scrapes, on loopback
   * @param rules files with rules, which are evaluated as often as it scrapes
   */
  public static Prometheus start(Path program, Path folder, int port, List<Path> rules) {
    try {
      Files.createDirectories(folder);
      Path log = folder.resolve("log");
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + configure(folder, port, rules),
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:0")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Prometheus(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path configure(Path folder, int port, List<Path> rules) throws IOException {
    for (Path rule : rules) {
      String often = Files.readString(rule).replace("interval: 1m", "interval: 500ms");
      Files.writeString(folder.resolve(rule.getFileName().toString()), often);
    }
    return Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms }
        rule_files: %s
        scrape_configs:
          - job_name: backstay
            static_configs: [{ targets: ["127.0.0.1:%d"] }]
        """
            .formatted(rules.stream().map(Path::getFileName).toList(), port));
  }

  private URI awaitReady() {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .failFast("Prometheus ended", () -> !process.isAlive())
          .until(() -> listens().isPresent());
      URI uri = listens().orElseThrow();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> send(uri.resolve("/-/ready")).statusCode() == 200);
      return uri;
    } catch (RuntimeException e) {
      close();
      throw new IllegalStateException("Prometheus did not start:\n" + said(), e);
    }
  }

  private Optional<URI> listens() {
    Matcher found = LISTENS.matcher(said());
    return found.find() ? Optional.of(URI.create("http://" + found.group(1))) : Optional.empty();
  }

  /** All that it has logged. */
  public String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it finds now: the series, each with its labels and a value. */
  public JsonNode query(String question) {
    return get("/api/v1/query?query=" + URLEncoder.encode(question, StandardCharsets.UTF_8))
        .path("result");
  }

  /** The one value that it finds; fails if there are none or more. */
  public double value(String question) {
    JsonNode result = query(question);
    if (result.size() != 1) {
      throw new AssertionError(question + " finds not one value: " + result);
    }
    return value(result.get(0));
  }

  /** The values that it finds, by one of their labels. */
  public Map<String, Double> values(String question, String label) {
    Map<String, Double> values = new TreeMap<>();
    for (JsonNode series : query(question)) {
      values.put(series.path("metric").path(label).asString(""), value(series));
    }
    return values;
  }

  private static double value(JsonNode series) {
    return Double.parseDouble(series.path("value").get(1).asString());
  }

  /** The {@code data} of an answer of its API. */
  public JsonNode get(String path) {
    HttpResponse<String> response = send(address.resolve(path));
    JsonNode answer = JsonMapper.shared().readTree(response.body());
    if (!answer.path("status").asString().equals("success")) {
      throw new AssertionError(path + ": " + response.body());
    }
    return answer.path("data");
  }

  private HttpResponse<String> send(URI uri) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.destroy();
    try {
      if (!process.waitFor(UNTIL_KILLED.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Shutdown.forget(hook);
  }
}
