package dev.backstay.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class TextTest {
  private static String error(String json) {
    return Text.error(JsonMapper.shared().readTree(json));
  }

  @Test
  void showsThatThereIsNothing() {
    assertThat(Text.orDash("")).isEqualTo("-");
    assertThat(Text.orDash("a")).isEqualTo("a");
  }

  @Test
  void countsThings() {
    assertThat(Text.count(0, "commit")).isEqualTo("0 commits");
    assertThat(Text.count(1, "commit")).isEqualTo("1 commit");
    assertThat(Text.count(2, "commit")).isEqualTo("2 commits");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "'', 0",
    "日本, 4",
    "한국어, 6",
    "ｆｕｌｌ, 8",
    "é, 1",
    "e\u0301, 1",
    "🚀, 2",
    "🇨🇭, 2",
    "naïve, 5",
    "…, 1",
    "'\u001b[32mok\u001b[0m', 2"
  })
  void knowsHowManyColumnsATextTakes(String text, int columns) {
    assertThat(Text.width(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdef, 5, abcd…",
    "abcdef, 1, …",
    "abcdef, 0, ''",
    "日本語, 6, 日本語",
    "日本語, 5, 日本…",
    "日本語, 4, 日…",
    "🚀🚀, 3, 🚀…"
  })
  void cutsByColumnsAndNeverThroughACharacter(String text, int columns, String expected) {
    assertThat(Text.cut(text, columns)).isEqualTo(expected);
    assertThat(Text.width(Text.cut(text, columns))).isLessThanOrEqualTo(columns);
  }

  @Test
  void endsTheColourOfWhatItCuts() {
    assertThat(Text.cut("\u001b[31mdegraded\u001b[0m", 4)).isEqualTo("\u001b[31mdeg…\u001b[0m");
    assertThat(Text.cut("\u001b[31mok\u001b[0m", 2)).isEqualTo("\u001b[31mok\u001b[0m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\u001b[2Jgone'|^[[2Jgone",
        "'\u001b]0;title\u0007'|^[]0;title^G",
        "a\tb|a b",
        "\u007f|^?",
        "\u202eevil|\\u202eevil",
        "\u009b31m|\\u009b31m",
        "zero\u200dwidth|zerowidth",
        "\ufeffbom|\\ufeffbom",
        "café 日本 🚀|café 日本 🚀"
      })
  void showsWhatATerminalWouldObey(String text, String expected) {
    assertThat(Text.plain(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\u2028", "\u2029", "\u000b"})
  void isAlwaysOneLine(String end) {
    assertThat(Text.plain("a" + end + "b")).isEqualTo("a b");
  }

  @Test
  void aLoneSurrogateIsNoHarm() {
    assertThat(Text.plain("a\ud800b")).isEqualTo("a\\ud800b");
  }

  @Test
  void makesEveryStringOfATreePlain() {
    String json = "{\"a\\u0007\":[\"x\\u001b[2J\",1,true,null,{\"b\":\"\\n\"}]}";
    assertThat(Text.plain(JsonMapper.shared().readTree(json)).toString())
        .isEqualTo("{\"a^G\":[\"x^[[2J\",1,true,null,{\"b\":\" \"}]}");
  }

  @Test
  void tellsAnErrorInOneLine() {
    assertThat(
            error(
                """
                {"code":"BKS-204","file":"production/outsrc.yml","line":71,
                 "object":"deployment.apps/cache","message":"no such field","hint":"remove it"}
                """))
        .isEqualTo(
            "BKS-204 production/outsrc.yml:71 deployment.apps/cache: no such field (remove it)");
  }

  @Test
  void leavesOutOfAnErrorWhatItDoesNotSay() {
    assertThat(error("{\"code\":\"BKS-401\",\"file\":\"\",\"message\":\"down\"}"))
        .isEqualTo("BKS-401: down");
  }
}
