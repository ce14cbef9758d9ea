package dev.backstay.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DocumentsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static JsonNode readYaml(String yaml) {
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return JSON.valueToTree(read);
  }

  private static JsonNode value(String text) {
    return JSON.createObjectNode().put("value", text);
  }

  @Test
  void writesYamlAsPeopleDo() {
    JsonNode node =
        JSON.readTree(
            """
            {"name": "production", "reachable": true, "phases": {"seen": 0.4}, "total": 7,
             "drift": [{"object": "deployment.apps/web", "fields": [".spec.replicas"]}],
             "errors": [], "suspended": null, "at": "2026-05-04T12:00:00Z"}
            """);
    assertThat(Documents.yaml(node))
        .isEqualTo(
            """
            name: production
            reachable: true
            phases:
              seen: 0.4
            total: 7
            drift:
            - object: deployment.apps/web
              fields:
              - ".spec.replicas"
            errors: []
            suspended: null
            at: "2026-05-04T12:00:00Z\"""");
    assertThat(readYaml(Documents.yaml(node))).isEqualTo(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "y",
        "No",
        "on",
        "null",
        "~",
        "0644",
        "1e3",
        "1234567",
        "0x1F",
        "1:30",
        ".inf",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "'a'",
        "\"a\"",
        "*a",
        "&a",
        "!a",
        "{a}",
        "[a]",
        "a\nb",
        "a\\b",
        "\t",
        "2026-05-04",
        "日本",
        "🚀",
        "\u001b[2J",
        "\u202ex",
        "\u2028",
        "\u0085",
        "\ud83d\ude80",
        "\udb40\udc01",
        "a ",
        "=",
        "<<",
        "@a",
        "%a",
        "|",
        ">",
        "?",
        "e3",
        "a/b",
        "/a"
      })
  void aStringStaysAStringForEveryReader(String text) {
    String yaml = Documents.yaml(value(text));
    assertThat(readYaml(yaml).path("value").asString("")).isEqualTo(text);
    assertThat(JSON.readTree(Documents.json(value(text)))).isEqualTo(value(text));
    assertThat(yaml + Documents.json(value(text)) + Documents.jsonLine(value(text)))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]");
  }

  @Test
  void aLineIsALine() {
    assertThat(Documents.jsonLine(value("a\nb"))).isEqualTo("{\"value\":\"a\\nb\"}");
  }
}
