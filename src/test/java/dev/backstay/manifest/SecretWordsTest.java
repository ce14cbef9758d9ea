package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not be shown of what programs write. */
final class SecretWordsTest {
  private final SecretWords words =
      known(
          """
          apiVersion: v1
          kind: Secret
          metadata: { name: database }
          data: { password: aHVudGVyMi1odW50ZXIy }
          stringData:
            short: abc
            key: |
              first line of it
              second line of it
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: open }
          data: { greeting: good morning }
          """);

  private static SecretWords known(String yaml) {
    byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
    SourceFile file = new SourceFile("a.yml", "0", text.length, () -> text);
    try {
      return switch (new ManifestReader(Limits.defaults()).read(List.of(file))) {
        case ReadResult.Manifests(List<Manifest> all) -> SecretWords.of(all);
        case ReadResult.Unreadable(List<Problem> problems, _) -> throw new AssertionError(problems);
      };
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connecting as root:hunter2-hunter2 now | connecting as root:*** now",
        "env PASSWORD is aHVudGVyMi1odW50ZXIy | env PASSWORD is ***",
        "read 'second line of it' from disk | read '***' from disk",
        "two: hunter2-hunter2hunter2-hunter2 | two: ******"
      })
  void valuesOfTheFoldersSecretsAreTakenOutHoweverTheyStand(String line, String shown) {
    assertThat(words.mask(line)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer abcdef0123456789",
        "authorization: basic YWRhOmxvdmVsYWNl",
        "clone https://ada:lovelace-1@git.example.com/x.git",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "-----BEGIN RSA PRIVATE KEY-----MIIEow",
        "password=lovelace-1 user=ada",
        "{\"api_key\": \"lovelace-1\", \"user\": \"ada\"}",
        "token: lovelace-1"
      })
  void whatLooksLikeACredentialIsTakenOut(String line) {
    assertThat(words.mask(line))
        .contains("***")
        .doesNotContain(
            "lovelace-1", "abcdef0123456789", "YWRhOmxvdmVsYWNl", "MIIEow", "c2lnbmF0dXJl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good morning, abc",
        "GET /healthz 200 3ms",
        "the token was refused",
        "2 of 3 pods: ImagePullBackOff"
      })
  void whatIsNoSecretStays(String line) {
    assertThat(words.mask(line)).isEqualTo(line);
  }

  @Test
  void aLineDoesNothingToWhoReadsIt() {
    assertThat(PlainText.line("\u001b[31mred\u001b[0m\u0007 a\tb\u202e c\r\n"))
        .isEqualTo("red  a b  c  ");
    assertThat(PlainText.line("x".repeat(10_000))).hasSize(501).endsWith("…");
    assertThat(PlainText.line("é\uD83D\uDE00")).isEqualTo("é\uD83D\uDE00");
  }
}
