package dev.backstay.health;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads {@code status.conditions} of a live object. */
record Conditions(JsonNode conditions) {
  private static final int LONGEST = 400;

  static Conditions of(JsonNode object) {
    return new Conditions(object.path("status").path("conditions"));
  }

  /** The condition of a type. */
  Optional<JsonNode> of(String type) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asString("").equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  /** The condition of a type, if it has the wanted status. */
  Optional<JsonNode> with(String type, String status) {
    return of(type).filter(condition -> condition.path("status").asString("").equals(status));
  }

  boolean isTrue(String type) {
    return with(type, "True").isPresent();
  }

  /** The message of a condition, or its reason where it has none. */
  static String words(JsonNode condition) {
    String message = condition.path("message").asString("");
    return message.isBlank() ? condition.path("reason").asString("") : line(message);
  }

  /** Others' text in one line of bounded length. */
  static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
  }
}
