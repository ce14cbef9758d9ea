package dev.backstay.http.action;

import dev.backstay.http.Refusal;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the body of a request to roll back says: a JSON object, or nothing.
 *
 * @param to a commit id, perhaps shortened; empty for the last healthy state before this one
 * @param dryRun only tell what it would do
 */
record RollbackBody(String to, String reason, boolean dryRun) {
  private static final Set<String> KNOWN = Set.of("to", "reason", "dryRun");

  /**
   * Reads it.
   *
   * @throws Refusal 400, and says what is wrong with it
   */
  static RollbackBody of(String text) {
    if (text.isBlank()) {
      return new RollbackBody("", "", false);
    }
    JsonNode body = parse(text);
    for (String key : body.propertyNames()) {
      if (!KNOWN.contains(key)) {
        throw bad("only to, reason and dryRun may be given");
      }
    }
    return new RollbackBody(
        text(body, "to"), text(body, "reason"), body.path("dryRun").asBoolean(false));
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode body = JsonMapper.shared().readTree(text);
      if (body.isObject()) {
        return body;
      }
    } catch (JacksonException _) {
      // as any other text that is no object
    }
    throw bad("it is no JSON object");
  }

  private static String text(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
      throw bad(key + " must be a text");
    }
    return value.asString("");
  }

  private static Refusal bad(String what) {
    return new Refusal(400, "The request's body is not understood", what);
  }
}
