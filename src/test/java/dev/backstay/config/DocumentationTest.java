package dev.backstay.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page docs/configuration.md says what the schema says, and its sample can be read. */
class DocumentationTest {
  private static final String REFERENCE = "#/$defs/";

  @Test
  void showsASampleThatIsValid() {
    AgentConfig config = Reading.valid(Documentation.sample());

    assertThat(config.environments())
        .extracting(EnvironmentConfig::name)
        .containsExactly("staging", "production");
  }

  @Test
  void showsErrorsAsTheyAreTold() {
    String yaml =
        """
        repository:
          url: https://git.example.com/acme/config.git

          pollinterval: 5s

        environments:
          - name: staging
            path: staging
            namespace: kube-system

          - { name: production, path: production, namespace: outsrc,
            healthTimeout: 5 }
        """;

    assertThat(Reading.errors(yaml)).isEqualTo(Documentation.errors());
  }

  @Test
  void listsEverySettingAsTheSchemaDescribesIt() {
    assertThat(Documentation.settings())
        .as("the table of settings in docs/configuration.md")
        .isEqualTo(table(Schema.published().settings()));
  }

  private static String table(List<Schema.Setting> settings) {
    String rows = settings.stream().map(DocumentationTest::row).collect(joining());
    return "| key | type | default | what it says |\n|---|---|---|---|\n" + rows;
  }

  private static String row(Schema.Setting setting) {
    JsonNode rule = setting.rule();
    String description = rule.get("description").asString();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(setting.key(), type(rule), fallback(setting), description);
  }

  private static String type(JsonNode rule) {
    if (rule.has("$ref")) {
      return rule.get("$ref").asString().substring(REFERENCE.length());
    }
    if (rule.has("enum")) {
      return rule.get("enum").valueStream().map(JsonNode::asString).collect(joining(" or "));
    }
    return switch (rule.get("type").asString()) {
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "object" -> "section";
      case "array" -> "list of " + type(rule.get("items")) + "s";
      default -> throw new AssertionError("a type that no setting has: " + rule);
    };
  }

  private static String fallback(Schema.Setting setting) {
    if (!setting.rule().has("default")) {
      return setting.required() ? "**required**" : "";
    }
    JsonNode value = setting.rule().get("default");
    if (value.isArray()) {
      return value.isEmpty()
          ? "none"
          : value.valueStream().map(v -> "`" + v.asString() + "`").collect(joining(", "));
    }
    return "`" + value.asString() + "`";
  }
}
