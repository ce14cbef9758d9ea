package dev.backstay.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published JSON Schema, and as much of the rules of JSON Schema as it uses. */
final class Schema {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode root;

  private Schema(JsonNode root) {
    this.root = root;
  }

  static Schema published() {
    try (InputStream in = Schema.class.getResourceAsStream("backstay.schema.json")) {
      return new Schema(JSON.readTree(Objects.requireNonNull(in, "the schema is not in the jar")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One setting.
   *
   * @param key in full, as {@code environments[].prune.enabled}
   * @param required whether its section must have it
   */
  record Setting(String key, JsonNode rule, boolean required) {}

  /** Every setting, in the order of the schema. */
  List<Setting> settings() {
    return settings("", root).toList();
  }

  private static Stream<Setting> settings(String path, JsonNode section) {
    List<String> required = section.path("required").valueStream().map(JsonNode::asString).toList();
    return section
        .path("properties")
        .propertyStream()
        .flatMap(
            entry -> {
              String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              JsonNode rule = entry.getValue();
              Setting setting = new Setting(key, rule, required.contains(entry.getKey()));
              Stream<Setting> below =
                  Stream.concat(settings(key, rule), settings(key + "[]", rule.path("items")));
              return Stream.concat(Stream.of(setting), below);
            });
  }

  boolean accepts(JsonNode document) {
    return accepts(root, document);
  }

  private boolean accepts(JsonNode rule, JsonNode value) {
    return rule.properties().stream()
        .allMatch(keyword -> accepts(rule, keyword.getKey(), keyword.getValue(), value));
  }

  private boolean accepts(JsonNode rule, String keyword, JsonNode wanted, JsonNode value) {
    return switch (keyword) {
      case "$ref" -> accepts(root.at(wanted.asString().substring(1)), value);
      case "not" -> !accepts(wanted, value);
      case "type" -> isOf(wanted.asString(), value);
      case "enum" -> wanted.valueStream().anyMatch(value::equals);
      case "pattern" -> Pattern.compile(wanted.asString()).matcher(value.asString()).find();
      case "minLength" -> value.asString().length() >= wanted.asInt();
      case "maxLength" -> value.asString().length() <= wanted.asInt();
      case "minimum" -> value.asInt() >= wanted.asInt();
      case "maximum" -> value.asInt() <= wanted.asInt();
      case "minItems" -> value.size() >= wanted.asInt();
      case "maxItems" -> value.size() <= wanted.asInt();
      case "items" -> value.valueStream().allMatch(item -> accepts(wanted, item));
      case "required" -> wanted.valueStream().allMatch(key -> value.has(key.asString()));
      case "properties" ->
          value
              .propertyStream()
              .filter(entry -> wanted.has(entry.getKey()))
              .allMatch(entry -> accepts(wanted.get(entry.getKey()), entry.getValue()));
      case "additionalProperties" ->
          value.propertyStream().allMatch(entry -> rule.get("properties").has(entry.getKey()));
      case "$schema", "$id", "$defs", "title", "description", "default" -> true;
      default -> throw new AssertionError("a keyword that this test does not know: " + keyword);
    };
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new AssertionError("a type that this test does not know: " + type);
    };
  }
}
