package dev.backstay.health;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads {@code status.conditions} of a live object. */
record Conditions(JsonNode conditions) {

  static Conditions of(JsonNode object) {
    return new Conditions(object.path("status").path("conditions"));
  }

  /** The condition of a type, if it has the wanted status. */
  Optional<JsonNode> with(String type, String status) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asString("").equals(type)
          && condition.path("status").asString("").equals(status)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  boolean isTrue(String type) {
    return with(type, "True").isPresent();
  }

  /** The message of a condition, or its reason where it has none. */
  static String words(JsonNode condition) {
    String message = condition.path("message").asString("");
    return message.isEmpty() ? condition.path("reason").asString("") : message;
  }
}
