package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.config.HttpConfig;
import dev.backstay.http.HttpServer;
import io.javalin.http.Context;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is asked to suspend and resume, and what is said of the answer. */
final class SuspendCommandsTest {
  private final Deque<String> asked = new ArrayDeque<>();
  private String answer = "{}";
  private int status = 200;
  private int code;

  private final HttpServer server =
      new HttpServer(
              HttpConfig.at("127.0.0.1", 0, 0),
              routing -> {
                routing.post("/api/v1/environments/production/suspend", this::take);
                routing.post("/api/v1/environments/production/resume", this::take);
              })
          .start();

  private void take(Context context) {
    String token = Optional.ofNullable(context.header("Authorization")).orElse("no token");
    asked.add(context.path().substring("/api/v1/environments/".length()) + " " + token);
    asked.add(context.body());
    context.status(status).result(answer);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private List<String> backstay(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine =
        Backstay.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.port()));
    code = commandLine.execute(all.toArray(String[]::new));
    return out.toString().lines().toList();
  }

  private JsonNode body() {
    return JsonMapper.shared().readTree(asked.getLast());
  }

  @Test
  void suspendSaysWhoWhyAndUntilWhen(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    answer =
        """
        {"suspended": {"by": "Ada@host", "reason": "maintenance", "until": "2026-05-04T18:00:00Z"}}
        """;
    assertThat(
            backstay(
                "suspend",
                "production",
                "--reason",
                "maintenance",
                "--until",
                "2h",
                "--token-file",
                token.toString()))
        .containsExactly(
            "production suspended (Ada@host: maintenance, until 2026-05-04T18:00:00Z)");
    assertThat(code).isZero();
    assertThat(asked.getFirst()).isEqualTo("production/suspend Bearer s3cret");
    assertThat(body().path("reason").asString()).isEqualTo("maintenance");
    assertThat(body().path("until").asString()).isEqualTo("2h");
    assertThat(body().path("by").asString()).isEqualTo(Caller.name());
  }

  @Test
  void nothingNeedsToBeSaid() {
    answer = "{\"suspended\": {\"by\": \"Ada@host\", \"reason\": \"\", \"until\": null}}";
    assertThat(backstay("suspend", "production"))
        .containsExactly("production suspended (Ada@host)");
    assertThat(body().path("reason").asString("-")).isEmpty();
  }

  @Test
  void resumeSaysWhetherItWasSuspended() {
    answer = "{\"suspended\": null, \"changed\": true}";
    assertThat(backstay("resume", "production")).containsExactly("production resumed");
    assertThat(asked.getFirst()).isEqualTo("production/resume no token");
    answer = "{\"suspended\": null, \"changed\": false}";
    assertThat(backstay("resume", "production")).containsExactly("production was not suspended");
    assertThat(code).isZero();
  }

  @Test
  void tellsWhyItIsNotOnRecord() {
    status = 503;
    answer = "{\"title\": \"It is not on record in the cluster\", \"detail\": \"try again\"}";
    assertThat(backstay("suspend", "production"))
        .containsExactly("error: It is not on record in the cluster: try again");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void theCallerIsNamedByTheSystemInOneShortLine() {
    assertThat(Caller.name()).contains("@").hasSizeLessThanOrEqualTo(100);
    assertThat(Caller.plain("a\nb\u001b[2J\u202ec" + "d".repeat(200)))
        .startsWith("ab[2Jcdd")
        .hasSize(100);
  }
}
