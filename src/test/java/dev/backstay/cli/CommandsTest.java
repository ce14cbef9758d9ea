package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.show.Screen;
import dev.backstay.config.HttpConfig;
import dev.backstay.http.HttpServer;
import dev.backstay.http.Routes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the commands make of the API's answers, and how they ask. */
final class CommandsTest {
  private static final String PRODUCTION =
      """
      {"name": "production", "state": "%s",
       "deployed": {"revision": "3f2a1c9aaaaa", "subject": "Make it blue", "at": "2020-01-01T00:00:00Z"},
       "seen": {"commitsBehind": %d},
       "health": {"healthy": 6, "progressing": 1, "failed": 0,
         "unhealthy": [{"object": "deployment.apps/backend", "message": "0 of 1 updated replicas are available"}]},
       "errors": [{"code": "BKS-410", "object": "deployment.apps/backend", "message": "not healthy"}]}
      """;
  private static final String STAGING =
      """
      {"name": "staging", "state": "refused", "deployed": {}, "seen": {},
       "health": {"healthy": 0, "progressing": 0, "failed": 0}, "errors": []}
      """;
  private static final String HISTORY =
      """
      {"history": [
        {"number": 2, "change": {"kind": "rollback", "to": "aaaaaaabbb"}, "outcome": "synced",
         "revision": "bbbbbbbccc", "finished": "2020-01-01T00:00:00Z", "author": "Ann",
         "phases": {"seen": 0.5, "applied": 1.0}, "subject": "Revert \\"Make it blue\\""},
        {"number": 1, "change": {"kind": "deploy", "to": ""}, "outcome": "degraded",
         "revision": "aaaaaaabbb", "finished": "2020-01-01T00:00:00Z", "author": "",
         "phases": {}, "subject": "Begin"}]}
      """;

  private static final String SYNCED =
      """
      {"name": "production", "state": "synced",
       "deployed": {"revision": "3f2a1c9aaaaa", "subject": "Make it blue", "at": "2020-01-01T00:00:00Z"},
       "health": {"healthy": 7, "progressing": 0, "failed": 0, "unhealthy": []}}
      """;
  private static final String SYNCED_STAGING = SYNCED.replace("production", "staging");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Deque<String> answers = new ArrayDeque<>();
  private final Deque<String> asked = new ArrayDeque<>();

  private final Routes routes =
      routing -> {
        routing.get("/api/v1/environments", c -> c.result(nextAnswer()));
        routing.get("/api/v1/environments/{name}/history", c -> c.result(nextAnswer()));
        routing.post(
            "/api/v1/environments/{name}/sync",
            c -> {
              asked.add(
                  c.pathParam("name") + " " + c.queryString() + " " + c.header("Authorization"));
              c.result("{\"number\": 7}");
            });
      };
  private final HttpServer server =
      new HttpServer(HttpConfig.at("127.0.0.1", 0, 0), routes).start();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  /** The last one stays. */
  private String nextAnswer() {
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  private static String environments(String... all) {
    return "{\"environments\":[" + String.join(",", all) + "]}";
  }

  private int code;
  private final StringWriter err = new StringWriter();

  /** What it prints; what it says of trouble is in {@code err}. */
  private List<String> backstay(String... arguments) {
    return backstay(Terminal.NONE, arguments).lines().toList();
  }

  private String backstay(Terminal terminal, String... arguments) {
    StringWriter out = new StringWriter();
    err.getBuffer().setLength(0);
    CommandLine commandLine =
        Backstay.commandLine(terminal)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.port()));
    code = commandLine.execute(all.toArray(String[]::new));
    return out.toString();
  }

  @Test
  void statusShowsATableAndTheErrorsBelow() {
    answers.add(environments(PRODUCTION.formatted("degraded", 1), STAGING));
    List<String> lines = backstay("status");
    assertThat(code).isZero();
    assertThat(lines.get(0))
        .matches("ENVIRONMENT +STATE +REVISION +SUBJECT +AGE +HEALTH +DRIFT +BEHIND");
    assertThat(lines.get(1))
        .matches("production +degraded +3f2a1c9 +Make it blue +\\d+d +6 of 7 healthy +- +1 commit");
    assertThat(lines.get(2)).matches("staging +refused +- +- +- +0 healthy +- +-");
    assertThat(lines).endsWith("production  BKS-410 deployment.apps/backend: not healthy");
    assertThat(backstay("status", "-o", "wide").getFirst()).endsWith("AUTHOR   CHANGE");
  }

  @Test
  void statusOfOneEnvironmentTellsEverythingOfIt() {
    answers.add(environments(PRODUCTION.formatted("degraded", 1), STAGING));
    assertThat(backstay("status", "production"))
        .contains(
            "Name:         production",
            "Health:       6 of 7 healthy",
            "  BKS-410 deployment.apps/backend: not healthy");
    assertThat(backstay("status", "staging", "-o", "wide"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("staging");
  }

  @Test
  void statusGivesDocumentsToPrograms() {
    answers.add(environments(PRODUCTION.formatted("synced", 0), STAGING));
    assertThat(JSON.readTree(String.join("\n", backstay("status", "-o", "json"))))
        .isEqualTo(JSON.readTree(answers.getFirst()));
    assertThat(JSON.readTree(String.join("\n", backstay("status", "staging", "-o", "json"))))
        .isEqualTo(JSON.readTree(STAGING));
    assertThat(backstay("status", "staging", "-o", "YAML"))
        .startsWith("name: staging", "state: refused");
  }

  @Test
  void s4StatusFollowsUntilAllIsAtRestAndTellsEachLineOnce() {
    String busy = environments(PRODUCTION.formatted("rolling-out", 0));
    answers.add(busy);
    answers.add(busy);
    answers.add(environments(SYNCED));
    assertThat(backstay("status", "-w", "production"))
        .containsExactly(
            "production  rolling-out ",
            "production  Waiting for deployment \"backend\" rollout to finish: 0 of 1 updated"
                + " replicas are available...",
            "production  deployment \"backend\" successfully rolled out",
            "production  synced 3f2a1c9");
    assertThat(code).isZero();
  }

  @ParameterizedTest
  @CsvSource({"synced, 0", "degraded, 1", "failed, 1", "refused, 1"})
  void theExitCodeOfAWatchSaysHowItCameToRest(String state, int expected) {
    answers.add(environments(PRODUCTION.formatted("applying", 0), SYNCED_STAGING));
    answers.add(environments(PRODUCTION.formatted(state, 0), SYNCED_STAGING));
    assertThat(backstay("status", "--watch")).isNotEmpty();
    assertThat(code).isEqualTo(expected);
    backstay("status", "--watch", "staging");
    assertThat(code).isZero();
  }

  @Test
  void aWatchGivesUpWhenTheTimeIsUp() {
    answers.add(environments(PRODUCTION.formatted("rolling-out", 0)));
    backstay("status", "-w", "--timeout", "1s");
    assertThat(err.toString().strip()).isEqualTo("error: timed out waiting for the condition");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void aWatchGivesProgramsADocumentForEachChange() {
    answers.add(environments(PRODUCTION.formatted("rolling-out", 0)));
    answers.add(environments(PRODUCTION.formatted("rolling-out", 0)));
    answers.add(environments(SYNCED));
    List<String> lines = backstay("status", "-w", "production", "-o", "json");
    assertThat(lines).hasSize(2);
    assertThat(JSON.readTree(lines.get(1))).isEqualTo(JSON.readTree(SYNCED));
  }

  @Test
  void onATerminalAWatchIsDrawnInPlaceAndGivesTheCursorBack() {
    Terminal terminal = new Terminal(true, true, () -> new Terminal.Size(100, 6));
    answers.add(environments(PRODUCTION.formatted("rolling-out", 0), SYNCED_STAGING));
    answers.add(environments(SYNCED, SYNCED_STAGING));
    String drawn = backstay(terminal, "status", "-w");
    assertThat(drawn)
        .startsWith(Screen.HIDE_CURSOR)
        .endsWith(Screen.SHOW_CURSOR)
        .contains("\u001b[33mrolling-out", "\u001b[32msynced", "\u001b[5A")
        .contains("… 2 more")
        .doesNotContain("\u001b[2J");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    answers.add(environments(SYNCED));
    Terminal coloured = new Terminal(true, true, () -> new Terminal.Size(80, 24));
    Terminal plain = new Terminal(true, false, () -> new Terminal.Size(80, 24));
    assertThat(backstay(coloured, "status")).contains("\u001b[32msynced\u001b[0m");
    assertThat(backstay(plain, "status")).doesNotContain("\u001b");
    assertThat(backstay(Terminal.NONE, "status")).doesNotContain("\u001b");
  }

  @Test
  void historyShowsTheNewestFirst() {
    answers.add(HISTORY);
    List<String> lines = backstay("history", "production");
    assertThat(code).isZero();
    assertThat(lines.get(1))
        .matches(
            "2 +rollback +bbbbbbb +aaaaaaa +Revert \"Make it blue\" +Ann +\\d+d +1\\.5s +- +synced");
    assertThat(lines.get(2)).matches("1 +deploy +aaaaaaa +- +Begin +- +\\d+d +0\\.0s +- +degraded");
    assertThat(lines.getLast()).isEqualTo("2 deployments, 1 rollback");
    assertThat(backstay("history", "production", "--limit", "1"))
        .hasSize(4)
        .last()
        .isEqualTo("1 of 2 shown; 2 deployments, 1 rollback");
    assertThat(backstay("history", "production", "-o", "wide").getFirst())
        .endsWith("PHASES                  COMMITS");
  }

  @Test
  void historyGivesDocumentsToPrograms() {
    answers.add(HISTORY);
    assertThat(JSON.readTree(String.join("", backstay("history", "production", "-o", "JSON"))))
        .isEqualTo(JSON.readTree(HISTORY));
    assertThat(
            JSON.readTree(
                    String.join(
                        "", backstay("history", "production", "-o", "json", "--limit", "1")))
                .path("history"))
        .hasSize(1);
    assertThat(backstay("history", "production", "-o", "yaml"))
        .startsWith("history:", "- number: 2");
  }

  @Test
  void historyOfAllNamesTheEnvironments() {
    answers.add(environments(PRODUCTION.formatted("synced", 0)));
    answers.add(HISTORY);
    List<String> lines = backstay("history");
    assertThat(lines.get(0)).startsWith("ENVIRONMENT   #");
    assertThat(lines.get(1)).startsWith("production    2   rollback");
    answers.clear();
    answers.add(environments(PRODUCTION.formatted("synced", 0)));
    answers.add(HISTORY);
    JsonNode all = JSON.readTree(String.join("", backstay("history", "-o", "json")));
    assertThat(all.path("environments").get(0).path("name").asString()).isEqualTo("production");
    assertThat(all.path("environments").get(0).path("history")).hasSize(2);
  }

  @Test
  void syncAsksWithTheToken() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    assertThat(backstay("sync", "production", "--token-file", token.toString()))
        .containsExactly("environment/production sync requested");
    assertThat(backstay("sync", "production", "--accept-rewrite", "a b")).hasSize(1);
    assertThat(asked)
        .containsExactly("production null Bearer s3cret", "production accept-rewrite=a+b null");
  }

  @ParameterizedTest
  @CsvSource({"synced, 0", "refused, 1", "degraded, 1"})
  void syncWaitsForTheOutcomeOfWhatItAskedFor(String state, int expected) {
    String form = PRODUCTION.formatted("%s", 0).replaceFirst("\\{", "{\"syncs\": %s,");
    // at rest, but it has not looked yet; under way; another one has taken over; done
    answers.add(environments(form.formatted("{\"asked\":7,\"answered\":6}", "refused")));
    answers.add(environments(form.formatted("{\"asked\":7,\"answered\":6}", "applying")));
    answers.add(environments(form.formatted("{\"asked\":7,\"answered\":7}", "checking")));
    answers.add(environments(form.formatted("{\"asked\":7,\"answered\":7}", state)));
    List<String> lines = backstay("sync", "production", "--wait");
    assertThat(lines)
        .startsWith("environment/production sync requested")
        .contains("production  applying ", "production  checking ");
    assertThat(code).isEqualTo(expected);
  }

  @Test
  void syncWaitsOnWhenTheAgentWasRestarted() {
    String form = SYNCED.replaceFirst("\\{", "{\"syncs\": %s,");
    answers.add(environments(form.formatted("{\"asked\":0,\"answered\":0}")));
    assertThat(backstay("sync", "production", "--wait"))
        .last()
        .isEqualTo("production  synced 3f2a1c9");
    assertThat(code).isZero();
  }

  @Test
  void syncFailsWhenTheConfigRepoCouldNotBeRead() {
    answers.add(
        "{\"repository\":{\"failuresInRow\":2,\"lastError\":\"no such\\u0007 host\"},\"environments\":["
            + SYNCED
            + "]}");
    backstay("sync", "production", "--wait");
    assertThat(err.toString().strip())
        .isEqualTo("error: the config repo could not be read: no such^G host");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void tellsWhatTheServerSays() {
    backstay("history", "a/b");
    assertThat(err.toString().strip())
        .isEqualTo("error: Nothing is here: the API is under /api/v1/environments");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void tellsThatSomethingElseAnswers() {
    answers.add("<html>");
    backstay("status");
    assertThat(err.toString().strip()).isEqualTo("error: what answers there is no Backstay agent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status | 0 | ''",
        "status production | 0 | ''",
        "status nowhere | 1 | error: there is no environment nowhere: there are production",
        "status -w nowhere | 1 | error: there is no environment nowhere: there are production",
        "status -o xml | 2 | Invalid value for option '--output': expected one of [TABLE,"
            + " WIDE, JSON, YAML] (case-insensitive) but was 'xml'",
        "status --frobnicate | 2 | Unknown option: '--frobnicate'",
        "status a b | 2 | Unmatched argument at index 2: 'b'",
        "status --forever | 2 | --forever needs --watch",
        "status -w --timeout soon | 2 | Invalid value for option '--timeout': expected a"
            + " duration such as 30s or 5m but was 'soon'",
        "status -n outsrc | 2 | --server asks the agent; --kubeconfig, --context and --namespace"
            + " read the cluster: use one of both",
        "history --limit 0 production | 2 | --limit must be at least 1",
        "history --limit x production | 2 | Invalid value for option '--limit': 'x' is not an"
            + " int",
        "sync | 2 | Missing required parameter: 'ENV'",
        "sync production | 0 | ''",
        "sync --token-file nowhere/token production | 1 | error: the token cannot be read from"
            + " nowhere/token",
        "sync --wait --timeout 1s production | 0 | ''"
      })
  void theExitCodeSaysWhoseFaultItIs(String arguments, int expected, String said) {
    answers.add(environments(SYNCED));
    backstay(arguments.split(" "));
    assertThat(code).isEqualTo(expected);
    assertThat(err.toString().lines().findFirst().orElse("")).isEqualTo(said);
  }
}
