package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A token and its line. */
final class TokenCommandTest {
  @Test
  void printsTheTokenAndTheLineThatLetsItIn() {
    Typed typed = Typed.run("token", "ada", "--role", "operate");
    assertThat(typed.code()).isZero();
    List<String> lines = typed.out().lines().map(String::strip).toList();
    AccessToken token = AccessToken.parse(lines.get(2)).orElseThrow();
    assertThat(lines.getLast()).isEqualTo(token.line("ada", Role.OPERATE));
    assertThat(typed.out().split(token.secret(), -1)).as("shown once").hasSize(2);
    assertThat(Typed.run("token", "ada").out()).contains("ada read sha256:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml"})
  void programsGetADocument(String format) {
    Typed typed = Typed.run("token", "ci", "-o", format);
    assertThat(typed.code()).isZero();
    assertThat(typed.out()).contains("bks_", "ci read sha256:");
    if (format.equals("json")) {
      JsonNode document = JsonMapper.shared().readTree(typed.out());
      assertThat(document.path("line").asString())
          .isEqualTo(
              AccessToken.parse(document.path("token").asString())
                  .orElseThrow()
                  .line("ci", Role.READ));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-", "ada --role admin", "é", "a\u001b"})
  void wrongUseIsTold(String arguments) {
    Typed typed = Typed.run(("token " + arguments).split(" (?=-|b)"));
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).contains("Usage: backstay token");
  }
}
