package dev.backstay.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.http.Refusal;
import dev.backstay.sync.Suspension;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be said when an environment is suspended or resumed. */
final class SuspendBodyTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  private static Suspension suspension(String body) {
    return SuspendBody.ofSuspend(body, NOON).suspension("ci", NOON);
  }

  @Test
  void saysWhoWhyAndUntilWhen() {
    assertThat(suspension("{\"by\":\"Ada@host\",\"reason\":\" new disk \",\"until\":\"2h\"}"))
        .isEqualTo(
            new Suspension("ci (Ada@host)", "new disk", NOON, Optional.of(NOON.plusSeconds(7200))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n", "{}", "{\"by\":null}", "{\"by\":\"\",\"reason\":\" \",\"until\":\"\"}"})
  void nothingHasToBeSaid(String body) {
    assertThat(suspension(body)).isEqualTo(new Suspension("ci", "", NOON, Optional.empty()));
  }

  @Test
  void wordsOfAnyLanguageAreFine() {
    String reason = "Überprüfung 検査 🛠";
    assertThat(suspension("{\"reason\":\"" + reason + "\"}").reason()).isEqualTo(reason);
  }

  @Test
  void asLongAsItMayBe() {
    assertThat(suspension("{\"reason\":\"" + "🛠".repeat(300) + "\"}").reason()).hasSize(600);
    assertThat(suspension("{\"by\":\"" + "a".repeat(100) + "\"}").by()).hasSize(105);
  }

  @Test
  void tooLongIsRefused() {
    assertRefused("{\"reason\":\"" + "a".repeat(301) + "\"}", "reason must have at most 300");
    assertRefused("{\"by\":\"" + "a".repeat(101) + "\"}", "by must have at most 100");
    assertRefused("{\"until\":\"" + "1".repeat(51) + "\"}", "until must have at most 50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\\ntwo",
        "one\\rtwo",
        "\\u001b[2J x",
        "a\\u0000b",
        "a\\u007fb",
        "a\\u009bb",
        "a\\u202eb",
        "a\\u2028b",
        "a\\ud800b",
        "a\\u200bb"
      })
  void whatIsMoreThanALineOrPlaysTricksIsRefused(String json) {
    String expected = "must be one line without control characters";
    assertRefused("{\"reason\":\"x" + json + "x\"}", "reason " + expected);
    assertRefused("{\"by\":\"x" + json + "x\"}", "by " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "maintenance; it is no JSON",
        "{\"reason\":; it is no JSON",
        "{} {}; it is no JSON",
        "[]; it is no JSON object",
        "\"maintenance\"; it is no JSON object",
        "null; it is no JSON object",
        "{\"raeson\":\"x\"}; only by, reason, until may be given",
        "{\"reason\":1}; reason must be a text",
        "{\"by\":{}}; by must be a text",
        "{\"until\":3600}; until must be a text",
        "{\"until\":\"soon\"}; until must be a duration such as 30m or 2h",
        "{\"until\":\"2020-01-01T00:00:00Z\"}; until must be a time to come"
      })
  void whatIsNotUnderstoodIsRefusedWithWhatIsWrong(String body, String why) {
    assertRefused(body, why);
  }

  private static void assertRefused(String body, String why) {
    assertThatThrownBy(() -> suspension(body))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(400);
              assertThat(refusal.detail()).startsWith(why);
            });
  }

  @Test
  void whoResumesSaysOnlyWhoItIs() {
    assertThat(SuspendBody.ofResume("{\"by\":\"Ada@host\"}").by("ci")).isEqualTo("ci (Ada@host)");
    assertThat(SuspendBody.ofResume("").by("ci")).isEqualTo("ci");
    assertThat(SuspendBody.ofResume("{\"by\":\"ci\"}").by("ci")).isEqualTo("ci");
    assertThatThrownBy(() -> SuspendBody.ofResume("{\"reason\":\"x\"}"))
        .isInstanceOf(Refusal.class)
        .hasMessage("only by may be given");
  }
}
