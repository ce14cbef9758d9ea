package dev.backstay.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads a file of JSON objects that follow each other, with or without space between them. */
final class JsonStream {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // keys differ from file to file: a table of them would only grow
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE) // ours is smaller, and knows the line
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private final Limits limits;
  private final Findings findings;

  /** Of the value that is being read: if it turns out to be no JSON, they are void. */
  private Findings pending;

  private int depth;

  private JsonStream(JsonParser parser, Limits limits, Findings findings) {
    this.pending = findings;
    this.parser = parser;
    this.limits = limits;
    this.findings = findings;
  }

  /**
   * Where the reading ended.
   *
   * @param values complete values before it
   * @param offset after the last complete value
   * @param line of {@code offset}
   * @param failedLine where JSON ceased to be JSON; 0 if it did not
   */
  record End(int values, int offset, int line, int failedLine) {}

  /**
   * @param consumer gets each value; false ends the reading
   */
  static End read(String text, Limits limits, Findings findings, Predicate<Value> consumer) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new JsonStream(parser, limits, findings).read(consumer);
    }
  }

  private End read(Predicate<Value> consumer) {
    int values = 0;
    int offset = 0;
    int line = 1;
    try {
      boolean wanted = true;
      JsonToken token = parser.nextToken();
      while (wanted && token != null) {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        int beginLine = line();
        pending = findings.sameFile();
        Value value = value(token);
        offset = (int) parser.currentLocation().getCharOffset();
        line = parser.currentLocation().getLineNr();
        values++;
        checkSize(offset - begin, beginLine);
        findings.addAll(pending);
        wanted = !findings.isFull() && (value instanceof Value.Null || consumer.test(value));
        token = wanted ? parser.nextToken() : null;
      }
      return new End(values, offset, line, 0);
    } catch (JacksonException e) {
      // its message is not passed on: it quotes the text, which may be a Secret
      return new End(values, offset, line, parser.currentLocation().getLineNr());
    }
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private void checkSize(int size, int line) {
    if (size > limits.documentBytes()) {
      pending.add(
          ProblemCode.LIMIT_EXCEEDED,
          line,
          "the document has "
              + Limits.inWords(size)
              + ", the limit is "
              + Limits.inWords(limits.documentBytes()),
          "split it");
    }
  }

  private Value value(JsonToken token) {
    int line = line();
    return switch (token) {
      case START_OBJECT, START_ARRAY -> collection(token, line);
      case VALUE_STRING -> new Value.Text(line, text(line, parser.getString()));
      case VALUE_TRUE, VALUE_FALSE -> new Value.Bool(line, token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(line);
      default -> new Value.Null(line);
    };
  }

  private Value collection(JsonToken token, int line) {
    if (depth == limits.depth()) {
      UnreadableDocument.tooDeep(line, limits.depth()).tell(pending);
      parser.skipChildren();
      return new Value.Null(line);
    }
    depth++;
    Value value = token == JsonToken.START_OBJECT ? mapping(line) : sequence(line);
    depth--;
    return value;
  }

  private Value mapping(int line) {
    MappingBuilder builder = new MappingBuilder(line, pending);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int keyLine = line();
      String key = text(keyLine, parser.currentName());
      builder.put(key, keyLine, value(parser.nextToken()));
    }
    return builder.build();
  }

  private Value sequence(int line) {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; ) {
      items.add(value(token));
      token = parser.nextToken();
    }
    return new Value.Sequence(line, items);
  }

  private Value number(int line) {
    Optional<String> json = Numbers.fromJson(parser.getString());
    if (json.isEmpty()) {
      pending.add(ProblemCode.SYNTAX, line, "the number is too large for Kubernetes", "");
    }
    return new Value.Num(line, json.orElse("0"));
  }

  private String text(int line, String text) {
    if (Scalars.hasHalfCharacter(text)) {
      pending.add(
          ProblemCode.SYNTAX,
          line,
          Scalars.HALF_CHARACTER.message(),
          Scalars.HALF_CHARACTER.hint());
    }
    return text;
  }
}
