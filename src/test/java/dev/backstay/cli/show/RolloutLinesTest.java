package dev.backstay.cli.show;

import static dev.backstay.cli.show.Samples.NOW;
import static dev.backstay.cli.show.Samples.env;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RolloutLinesTest {
  private static final String SYNC =
      """
      "sync": {"revision": "7c1e0d2aaaa", "subject": "frontend 1.1.0", "author": "Ada Lovelace"},
      "phases": {"seen": 0.4, "checked": 0.1, "applied": 0.1, "healthy": 1.3}
      """;

  private final RolloutLines lines = new RolloutLines();

  private List<String> changes(Env env) {
    return lines.changes(List.of(env), NOW);
  }

  private static String unhealthy(String... objectsAndMessages) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < objectsAndMessages.length; i += 2) {
      json.append(i == 0 ? "" : ",")
          .append("{\"object\":\"" + objectsAndMessages[i] + "\",")
          .append("\"message\":\"" + objectsAndMessages[i + 1] + "\"}");
    }
    return ", \"health\": {\"unhealthy\": [" + json + "]}";
  }

  private static List<String> outcome(String state, String more) {
    return RolloutLines.outcome(env("production", state, more), NOW);
  }

  @Test
  void s4ARolloutIsToldInKubectlsWordsEachLineOnce() {
    assertThat(changes(env("production", "applying", SYNC)))
        .containsExactly("production  applying 7c1e0d2 \"frontend 1.1.0\" (Ada Lovelace)");
    assertThat(changes(env("production", "applying", SYNC))).isEmpty();
    String first = "1 out of 2 new replicas have been updated";
    String second = "1 of 2 updated replicas are available";
    Env begun = env("production", "rolling-out", SYNC + unhealthy("deployment.apps/web", first));
    assertThat(changes(begun))
        .containsExactly(
            "production  rolling-out 7c1e0d2 \"frontend 1.1.0\" (Ada Lovelace)",
            "production  Waiting for deployment \"web\" rollout to finish: 1 out of 2 new replicas"
                + " have been updated...");
    assertThat(changes(begun)).isEmpty();
    assertThat(
            changes(
                env("production", "rolling-out", SYNC + unhealthy("deployment.apps/web", second))))
        .containsExactly(
            "production  Waiting for deployment \"web\" rollout to finish: 1 of 2 updated replicas"
                + " are available...");
    assertThat(changes(env("production", "synced", SYNC + unhealthy())))
        .containsExactly(
            "production  deployment \"web\" successfully rolled out",
            "production  synced 9ab3f10 in 1.9 s    seen 0.4  checked 0.1  applied 0.1  healthy 1.3");
    assertThat(changes(env("production", "synced", SYNC + unhealthy()))).isEmpty();
  }

  @Test
  void whatComesToRestAgainIsToldAgain() {
    assertThat(changes(env("production", "synced", ""))).hasSize(1);
    assertThat(changes(env("production", "checking", SYNC))).hasSize(1);
    assertThat(changes(env("production", "synced", ""))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deployment.apps/web | 2 old replicas are pending termination"
            + " | Waiting for deployment \"web\" rollout to finish: 2 old replicas are pending"
            + " termination...",
        "daemonset.apps/log | 1 of 3 updated pods are available"
            + " | Waiting for daemon set \"log\" rollout to finish: 1 of 3 updated pods are"
            + " available...",
        "statefulset.apps/db | waiting for 2 pods to be ready"
            + " | statefulset \"db\": Waiting for 2 pods to be ready...",
        "deployment.apps/web | waiting for its spec update to be observed"
            + " | Waiting for deployment spec update to be observed...",
        "daemonset.apps/log | waiting for its spec update to be observed"
            + " | Waiting for daemon set spec update to be observed...",
        "deployment.apps/web | ReplicaSet has timed out progressing."
            + " | deployment \"web\": ReplicaSet has timed out progressing.",
        "job.batch/migrate | 0 of 1 pods have completed"
            + " | job.batch/migrate: 0 of 1 pods have completed",
        "nonsense | why | nonsense: why"
      })
  void usesKubectlsSentencesWhereKubectlHasSome(String object, String why, String expected) {
    assertThat(RolloutWords.of(object, why)).isEqualTo(expected);
  }

  @Test
  void aRollbackSaysWhereToAndWhatIsProven() {
    String rollback = "\"change\": {\"kind\": \"rollback\", \"to\": \"3f2a1c9aaaa\"%s}";
    String phases = ", \"phases\": {\"applied\": 0.6, \"healthy\": 0.5}";
    assertThat(outcome("synced", rollback.formatted(", \"complete\": true") + phases))
        .containsExactly(
            "rolled back to 3f2a1c9 in 1.1 s, everything healthy, nothing left behind"
                + "    applied 0.6  healthy 0.5");
    assertThat(outcome("synced", rollback.formatted(", \"leftovers\": [\"a/b\", \"c/d\"]")))
        .containsExactly("rolled back to 3f2a1c9, everything healthy, rollback incomplete: 2");
    assertThat(outcome("synced", rollback.formatted("")))
        .containsExactly("rolled back to 3f2a1c9, everything healthy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"deploy\",\"to\":\"\"} | synced 9ab3f10",
        "{\"kind\":\"roll forward\",\"to\":\"7c1e0d2aaa\"} | rolled forward to 7c1e0d2",
        "{\"kind\":\"partial rollback\",\"to\":\"\",\"reverts\":[\"7c1e0d2aaa\"]}"
            + " | partial rollback of 7c1e0d2",
        "{\"kind\":\"partial rollback\",\"to\":\"\",\"reverts\":[\"7c1e0d2aaa\",\"b\",\"c\"]}"
            + " | partial rollback of 7c1e0d2 and 2 more",
        "{\"kind\":\"something new\"} | synced 9ab3f10"
      })
  void theOutcomeNamesTheChange(String change, String expected) {
    assertThat(outcome("synced", "\"change\": " + change)).containsExactly(expected);
  }

  @Test
  void whatWentWrongIsToldWithPlaceAndWhatHappensNext() {
    String errors =
        """
        , "errors": [{"code": "BKS-204", "file": "production/a.yml", "line": 71, "message": "no"}],
        "retry": {"at": "2026-05-04T12:00:04Z"}
        """;
    assertThat(outcome("refused", SYNC + errors))
        .containsExactly(
            "refused 7c1e0d2 \"frontend 1.1.0\" (Ada Lovelace): 1 problem, last deployed 9ab3f10",
            "  BKS-204 production/a.yml:71: no",
            "  tried again in 4s");
    assertThat(outcome("degraded", SYNC).getFirst())
        .startsWith("degraded (synced 9ab3f10 in 1.9 s)");
    assertThat(RolloutLines.outcome(env("{\"name\":\"n\",\"state\":\"failed\"}"), NOW))
        .containsExactly("failed : 0 problems");
  }

  @Test
  void aSuspendedEnvironmentSaysSo() {
    assertThat(outcome("synced", "\"suspended\": {\"by\": \"ada\"}"))
        .containsExactly("synced 9ab3f10, suspended");
  }
}
