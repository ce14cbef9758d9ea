package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class TextTest {
  private static String error(String json) {
    return Text.error(JsonMapper.shared().readTree(json));
  }

  @Test
  void shortensSubjects() {
    assertThat(Text.cut("x".repeat(40))).isEqualTo("x".repeat(40));
    assertThat(Text.cut("x".repeat(41))).isEqualTo("x".repeat(39) + "…");
  }

  @Test
  void showsThatThereIsNothing() {
    assertThat(Text.orDash("")).isEqualTo("-");
    assertThat(Text.orDash("a")).isEqualTo("a");
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
