package dev.backstay.http.api;

import dev.backstay.http.Refusal;
import dev.backstay.sync.Suspension;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the body of a request to suspend or resume says: a JSON object, or nothing. Its words get
 * into logs, Events and terminals, so they are bounded, and in one line.
 *
 * @param claim whom the caller calls himself; may be empty
 */
record SuspendBody(String claim, String reason, Optional<Instant> until) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String BY = "by";
  private static final String REASON = "reason";
  private static final String UNTIL = "until";
  private static final Set<String> SUSPEND_KEYS = Set.of(BY, REASON, UNTIL);
  private static final Set<String> RESUME_KEYS = Set.of(BY);
  private static final int LONGEST_BY = 100;
  private static final int LONGEST_REASON = 300;
  private static final int LONGEST_UNTIL = 50;

  /**
   * Reads who suspends, why and until when.
   *
   * @throws Refusal 400, and says what is wrong with it
   */
  static SuspendBody ofSuspend(String text, Instant now) {
    JsonNode body = object(text, SUSPEND_KEYS);
    return new SuspendBody(
        line(body, BY, LONGEST_BY),
        line(body, REASON, LONGEST_REASON),
        until(line(body, UNTIL, LONGEST_UNTIL), now));
  }

  /**
   * Takes what the fields of a form hold.
   *
   * @throws Refusal 400, and says what is wrong with it
   */
  static SuspendBody ofForm(String reason, String until, Instant now) {
    return ofSuspend(JSON.writeValueAsString(Map.of(REASON, reason, UNTIL, until)), now);
  }

  /**
   * Reads who resumes.
   *
   * @throws Refusal 400, and says what is wrong with it
   */
  static SuspendBody ofResume(String text) {
    return new SuspendBody(line(object(text, RESUME_KEYS), BY, LONGEST_BY), "", Optional.empty());
  }

  Suspension suspension(String name, Instant now) {
    return new Suspension(by(name), reason, now, until);
  }

  /**
   * Who it is, as they proved it, and in brackets what they say themselves: {@code ci (ada@host)}.
   */
  String by(String name) {
    return claim.isEmpty() || claim.equals(name) ? name : name + " (" + claim + ")";
  }

  private static JsonNode object(String text, Set<String> known) {
    if (text.isBlank()) {
      return JSON.createObjectNode();
    }
    JsonNode body;
    try {
      body = JSON.readTree(text);
    } catch (JacksonException _) {
      throw bad("it is no JSON");
    }
    if (!body.isObject()) {
      throw bad("it is no JSON object");
    }
    for (String key : body.propertyNames()) {
      if (!known.contains(key)) {
        throw bad("only " + String.join(", ", known.stream().sorted().toList()) + " may be given");
      }
    }
    return body;
  }

  private static String line(JsonNode body, String key, int longest) {
    JsonNode value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw bad(key + " must be a text");
    }
    String line = value.asString("").strip();
    if (line.codePointCount(0, line.length()) > longest) {
      throw bad(key + " must have at most " + longest + " characters");
    }
    if (!line.codePoints().allMatch(SuspendBody::isPlain)) {
      throw bad(key + " must be one line without control characters");
    }
    return line;
  }

  /** No escape sequence, no line break, nothing that turns the direction of what follows. */
  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static Optional<Instant> until(String text, Instant now) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Until.parse(text, now));
    } catch (IllegalArgumentException e) {
      throw bad(UNTIL + " " + e.getMessage());
    }
  }

  private static Refusal bad(String what) {
    return new Refusal(400, "The request's body is not understood", what);
  }
}
