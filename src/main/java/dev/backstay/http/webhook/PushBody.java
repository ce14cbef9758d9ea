package dev.backstay.http.webhook;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The two things of a delivery's JSON that matter. It is read as a stream, so that it takes no
 * memory however it is nested. Commit ids are not among them: the git server is asked.
 *
 * @param ref which ref was pushed; empty if it does not say
 * @param kind what kind of event it is, where the body tells; empty if it does not
 */
record PushBody(String ref, String kind) {
  static final String BRANCHES = "refs/heads/";
  private static final int LONGEST = 1024;
  private static final int DEEPEST = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // keys are what the sender makes them: a table of them would only grow
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST)
                  .build())
          .build();

  /** Empty if it is no JSON object. */
  static Optional<PushBody> read(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? Optional.of(object(parser))
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static PushBody object(JsonParser parser) {
    String ref = "";
    String kind = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        parser.skipChildren();
        continue;
      }
      switch (key) {
        case "ref" -> ref = text(parser);
        case "branch" -> ref = ref.isEmpty() ? BRANCHES + text(parser) : ref;
        case "object_kind", "event_name" -> kind = text(parser);
        default -> {}
      }
    }
    return new PushBody(ref, kind);
  }

  private static String text(JsonParser parser) {
    String text = parser.getString();
    return text.length() > LONGEST ? "" : text;
  }
}
