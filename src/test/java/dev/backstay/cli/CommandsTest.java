package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
              c.result("{}");
            });
      };
  private final HttpServer server =
      new HttpServer(new HttpConfig("127.0.0.1", 0, 0, Optional.empty()), routes).start();

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

  private List<String> backstay(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine =
        Backstay.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.port()));
    code = commandLine.execute(all.toArray(String[]::new));
    return out.toString().lines().toList();
  }

  @Test
  void statusShowsATableAndTheErrorsBelow() {
    answers.add(environments(PRODUCTION.formatted("degraded", 1), STAGING));
    List<String> lines = backstay("status");
    assertThat(code).isZero();
    assertThat(lines.get(0)).matches("ENVIRONMENT +STATE +REVISION +SUBJECT +AGE +HEALTH +BEHIND");
    assertThat(lines.get(1))
        .matches("production +degraded +3f2a1c9 +Make it blue +\\d+d +6 of 7 healthy +1 commit");
    assertThat(lines.get(2)).matches("staging +refused +- +- +- +0 healthy +-");
    assertThat(lines).endsWith("production  BKS-410 deployment.apps/backend: not healthy");
  }

  @Test
  void statusShowsOneEnvironmentOnly() {
    answers.add(environments(PRODUCTION.formatted("synced", 0), STAGING));
    assertThat(backstay("status", "staging")).hasSize(2).last().asString().startsWith("staging");
    assertThat(backstay("status", "nowhere"))
        .containsExactly("error: there is no environment nowhere");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void statusGivesJsonToPrograms() {
    answers.add(environments(STAGING));
    assertThat(String.join("\n", backstay("status", "-o", "json")))
        .contains("\"name\" : \"staging\"");
  }

  @Test
  void statusFollowsUntilAllIsAtRestAndTellsEachLineOnce() {
    String busy = environments(PRODUCTION.formatted("rolling-out", 0));
    answers.add(busy);
    answers.add(busy);
    answers.add(environments(STAGING.replace("staging", "production")));
    List<String> lines = backstay("status", "-w", "production");
    assertThat(lines)
        .startsWith(
            "production  rolling-out",
            "production  deployment.apps/backend  0 of 1 updated replicas are available",
            "production  refused");
    assertThat(lines).filteredOn("production  rolling-out"::equals).hasSize(1);
  }

  @Test
  void historyShowsTheNewestFirst() {
    answers.add(HISTORY);
    List<String> lines = backstay("history", "production");
    assertThat(code).isZero();
    assertThat(lines.get(1))
        .matches("2 +\\d+d +bbbbbbb +rollback to aaaaaaa +synced +1\\.5s +Ann +Revert .*");
    assertThat(lines.get(2)).matches("1 +\\d+d +aaaaaaa +deploy +degraded +0\\.0s +- +Begin");
    assertThat(backstay("history", "production", "--limit", "1")).hasSize(2);
    assertThat(String.join("", backstay("history", "production", "-o", "JSON")))
        .contains("\"history\"");
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

  @Test
  void tellsWhatTheServerSays() {
    assertThat(backstay("history", "a/b"))
        .containsExactly("error: Nothing is here: the API is under /api/v1/environments");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void tellsThatSomethingElseAnswers() {
    answers.add("<html>");
    assertThat(backstay("status"))
        .containsExactly("error: what answers there is no Backstay agent");
  }
}
