package dev.backstay.cli.show;

import static dev.backstay.cli.show.Samples.NOW;
import static dev.backstay.cli.show.Samples.env;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatusTableTest {
  private static List<String> lines(boolean wide, Env... environments) {
    return StatusTable.of(List.of(environments), NOW, wide).lines(Integer.MAX_VALUE, false);
  }

  private static String cell(String column, Env env) {
    List<String> lines = lines(true, env);
    int begin = lines.getFirst().indexOf(column);
    String rest = lines.get(1).substring(begin);
    int end = rest.indexOf("   ");
    return end < 0 ? rest : rest.substring(0, end);
  }

  @Test
  void isTheTableOfAllEnvironments() {
    Env synced =
        env(
            "production",
            "synced",
            """
            "seen": {"revision": "c41d9aabbbbbbb", "commitsBehind": 0},
            "health": {"healthy": 7, "progressing": 0, "failed": 0, "unhealthy": []},
            "change": {"kind": "rollback", "to": "3f2a1c9ddd"}
            """);
    assertThat(lines(false, synced))
        .containsExactly(
            "ENVIRONMENT   STATE    REVISION   SUBJECT          AGE   HEALTH      DRIFT   BEHIND",
            "production    synced   9ab3f10    frontend 1.1.0   12s   7 healthy   -       -");
    assertThat(lines(true, synced).get(0))
        .endsWith("NAMESPACE   CLUSTER      HEAD      AUTHOR         CHANGE");
    assertThat(lines(true, synced).get(1))
        .endsWith("outsrc      in-cluster   c41d9aa   Ada Lovelace   rollback to 3f2a1c9");
  }

  @Test
  void saysWhatIsNotDeployedYetAndWhatIsNotKnown() {
    assertThat(lines(false, env("{\"name\":\"new\",\"state\":\"starting\"}")).get(1))
        .isEqualTo("new           starting   -          -         -     unknown   -       unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"healthy\":7,\"progressing\":0,\"failed\":0} | 7 healthy",
        "{\"healthy\":5,\"progressing\":1,\"failed\":1} | 5 of 7 healthy",
        "{\"healthy\":0,\"progressing\":0,\"failed\":0} | 0 healthy",
        "null | unknown"
      })
  void tellsHealthInOneCell(String health, String expected) {
    assertThat(cell("HEALTH", env("p", "synced", "\"health\": " + health))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"seen\": {\"commitsBehind\": 0} | -",
        "\"seen\": {\"commitsBehind\": 1} | 1 commit",
        "\"seen\": {\"commitsBehind\": 3} | 3 commits",
        "\"seen\": null | unknown",
        "\"seen\": {\"commitsBehind\": 0}, \"lag\": {\"of\": \"staging\", \"commits\": 2,"
            + " \"since\": \"2026-05-04T11:03:00Z\"} | 2 commits of staging, 57m",
        "\"seen\": {\"commitsBehind\": 1}, \"lag\": {\"of\": \"staging\", \"commits\": 2,"
            + " \"since\": \"2026-05-04T11:03:00Z\"} | 1 commit",
        "\"seen\": {\"commitsBehind\": 0}, \"lag\": {\"of\": \"staging\", \"commits\": 0} | -"
      })
  void tellsHowFarItIsBehind(String seen, String expected) {
    assertThat(cell("BEHIND", env("p", "synced", seen))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | [] | -",
        "[{\"object\":\"a\",\"by\":\"kubectl-scale\",\"at\":\"2026-05-04T11:00:00Z\",\"corrected\":true}]"
            + " | [] | 1 corrected (kubectl-scale)",
        "[{\"object\":\"a\",\"by\":\"kubectl-scale\",\"at\":\"2026-05-03T11:00:00Z\",\"corrected\":true}]"
            + " | [] | -",
        "[{\"object\":\"a\",\"by\":\"kubectl-edit\",\"at\":\"2026-05-04T11:00:00Z\",\"corrected\":false},"
            + "{\"object\":\"b\",\"by\":\"kubectl-scale\",\"at\":\"2026-05-04T11:00:00Z\",\"corrected\":true}]"
            + " | [{\"code\":\"%s\",\"object\":\"a\"}] | 1 open (kubectl-edit)",
        "[] | [{\"code\":\"%s\",\"object\":\"a\"}] | 1 open"
      })
  void tellsOpenDriftBeforeWhatWasCorrected(String drift, String errors, String expected) {
    String code = dev.backstay.manifest.ProblemCode.DRIFTED.id();
    String more = "\"drift\": " + drift + ", \"errors\": " + errors.formatted(code);
    assertThat(cell("DRIFT", env("p", "degraded", more))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "synced | \"suspended\": null | synced",
        "synced | \"suspended\": {\"by\":\"ada\"} | synced, suspended",
        "suspended | \"suspended\": {\"by\":\"ada\"} | suspended",
        "degraded | \"errors\": [] | degraded"
      })
  void saysBesideTheStateThatItIsSuspended(String state, String more, String expected) {
    assertThat(cell("STATE", env("p", state, more))).isEqualTo(expected);
  }

  @Test
  void aSubjectCannotMoveTheCursorNorBreakTheTable() {
    Env evil =
        env(
            """
            {"name": "p", "state": "synced",
             "deployed": {"revision": "9ab3f10", "subject": "\\u001b[2J\\u202e\\n日本 x"}}
            """);
    assertThat(lines(false, evil)).hasSize(2).last().asString().contains("^[[2J\\u202e 日本 x");
  }

  @Test
  void belowTheTableStandsWhatIsNotWell() {
    Env busy =
        env(
            "p",
            "rolling-out",
            """
            "health": {"unhealthy": [{"object": "deployment.apps/web",
              "message": "1 of 2 updated replicas are available"}]}
            """);
    Env refused =
        env(
            "q",
            "refused",
            """
            "errors": [{"code": "BKS-204", "file": "q/a.yml", "line": 7, "message": "no"}]
            """);
    assertThat(StatusTable.reasons(List.of(busy, refused)))
        .containsExactly(
            "p  Waiting for deployment \"web\" rollout to finish: 1 of 2 updated replicas are"
                + " available...",
            "q  BKS-204 q/a.yml:7: no");
  }
}
