package dev.backstay.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns the text of one YAML document into a value, event by event. SnakeYAML is trusted with the
 * syntax only: its own types, merge keys and key rules are not those of kubectl.
 */
final class YamlDocument {
  private final ParserImpl parser;
  private final String text;
  private final int firstLine;
  private final Limits limits;
  private final Findings findings;
  private final Anchors anchors = new Anchors();
  private int lastLine;
  private int depth;
  private int deepest;
  private long size;

  /** Of the text: marks count them. Made when first needed, which is seldom. */
  private int[] codePoints = {};

  private YamlDocument(String text, int firstLine, Limits limits, Findings findings) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the caller has measured the text
    this.parser = new ParserImpl(new StreamReader(text), options);
    this.text = text;
    this.firstLine = firstLine;
    this.lastLine = firstLine;
    this.limits = limits;
    this.findings = findings;
  }

  /**
   * The content of a document.
   *
   * @param text one document without separators
   * @param firstLine the line of the file that the text begins on
   * @return empty for a document without content
   */
  static Optional<Value> read(String text, int firstLine, Limits limits, Findings findings)
      throws UnreadableDocument {
    return new YamlDocument(text, firstLine, limits, findings).read();
  }

  private Optional<Value> read() throws UnreadableDocument {
    next(); // the start of the stream
    if (next().is(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    Value value = value(next());
    Event end = next();
    Event after = next();
    // SnakeYAML swallows a directive that no document follows, but its marks show that it was there
    if (!after.is(Event.ID.StreamEnd)
        || after.getStartMark().getIndex() != end.getStartMark().getIndex()) {
      throw new UnreadableDocument(
          ProblemCode.SYNTAX, line(end), "text after the document's end", "");
    }
    return value instanceof Value.Null ? Optional.empty() : Optional.of(value);
  }

  private Event next() throws UnreadableDocument {
    try {
      Event event = parser.getEvent();
      lastLine = line(event);
      return event;
    } catch (MarkedYAMLException e) {
      throw YamlErrors.explain(e, firstLine);
    } catch (YAMLException e) {
      // a few of its complaints have no place
      throw YamlErrors.unknown(lastLine);
    }
  }

  private int line(Event event) {
    return firstLine + event.getStartMark().getLine();
  }

  private Value value(Event event) throws UnreadableDocument {
    if (event instanceof AliasEvent alias) {
      return use(alias);
    }
    String name = ((NodeEvent) event).getAnchor();
    if (name == null) {
      return content(event);
    }
    int number = anchors.begin(name, line(event));
    int deepestBefore = deepest;
    long sizeBefore = size;
    deepest = depth;
    Value value = content(event);
    ScalarEvent scalar = event instanceof ScalarEvent s ? s : null;
    anchors.end(
        name, new Anchors.Anchor(number, value, scalar, deepest - depth, size - sizeBefore));
    deepest = Math.max(deepest, deepestBefore);
    return value;
  }

  /** The value is shared, not copied; what it would weigh if copied is counted all the same. */
  private Value use(AliasEvent alias) throws UnreadableDocument {
    Anchors.Anchor anchor = anchors.get(alias.getAnchor(), line(alias));
    Value value = anchor.value();
    if (value == null) {
      throw new UnreadableDocument(
          ProblemCode.SYNTAX, line(alias), "an alias stands inside of its own anchor", "");
    }
    size += anchor.size();
    if (size > limits.documentBytes()) {
      throw new UnreadableDocument(
          ProblemCode.LIMIT_EXCEEDED,
          line(alias),
          "with its aliases expanded the document exceeds "
              + Limits.inWords(limits.documentBytes()),
          "");
    }
    deepest = Math.max(deepest, depth + anchor.height());
    if (deepest > limits.depth()) {
      throw UnreadableDocument.tooDeep(line(alias), limits.depth());
    }
    return value;
  }

  private Value content(Event event) throws UnreadableDocument {
    size++;
    if (event instanceof ScalarEvent scalar) {
      size += scalar.getValue().length();
      return scalar(scalar);
    }
    depth++;
    deepest = Math.max(deepest, depth);
    if (depth > limits.depth()) {
      throw UnreadableDocument.tooDeep(line(event), limits.depth());
    }
    Value value = event instanceof MappingStartEvent start ? mapping(start) : sequence(line(event));
    depth--;
    return value;
  }

  private Value scalar(ScalarEvent event) {
    int line = line(event);
    return switch (resolve(event)) {
      case Scalar.Str(String value) -> new Value.Text(line, value);
      case Scalar.Bool(boolean value) -> new Value.Bool(line, value);
      case Scalar.Int(long value) -> new Value.Num(line, Long.toString(value));
      case Scalar.Unsigned(double value) -> new Value.Num(line, Numbers.json(value));
      case Scalar.Null _ -> new Value.Null(line);
      case Scalar.Decimal(double value) when Double.isFinite(value) ->
          new Value.Num(line, Numbers.json(value));
      case Scalar.Decimal _ -> {
        findings.add(
            ProblemCode.SYNTAX,
            line,
            "infinity and not-a-number cannot be sent to Kubernetes",
            "quote the value if it is text");
        yield new Value.Null(line);
      }
      case Scalar.Wrong(String message, String hint) -> {
        findings.add(ProblemCode.SYNTAX, line, message, hint);
        yield new Value.Null(line);
      }
    };
  }

  private static Scalar resolve(ScalarEvent event) {
    return Scalars.resolve(
        event.getTag(), event.getImplicit().canOmitTagInPlainScalar(), event.getValue());
  }

  private Value sequence(int line) throws UnreadableDocument {
    List<Value> items = new ArrayList<>();
    for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
      items.add(value(event));
    }
    return new Value.Sequence(line, items);
  }

  private Value mapping(MappingStartEvent start) throws UnreadableDocument {
    MappingBuilder builder = new MappingBuilder(line(start), findings);
    int mergeLine = 0;
    for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
      int keyLine = line(event);
      if (isMerge(event)) {
        if (mergeLine > 0) {
          findings.add(
              ProblemCode.DUPLICATE_KEY,
              keyLine,
              "key \"<<\" is already set in line " + mergeLine,
              "merge several mappings with <<: [*one, *other]");
        }
        mergeLine = keyLine;
        merge(keyLine, builder);
      } else {
        Optional<String> key = key(event);
        Event content = next();
        if (start.isFlow() && event instanceof ScalarEvent written && written.isPlain()) {
          checkColon(content);
        }
        Value value = value(content);
        key.ifPresent(k -> builder.put(k, keyLine, value));
      }
    }
    return builder.build();
  }

  /** In {@code [a:]} SnakeYAML sees a mapping, kubectl the text {@code a:}. */
  private void checkColon(Event value) {
    if (value instanceof AliasEvent) {
      return;
    }
    if (codePoints.length == 0) {
      codePoints = text.codePoints().toArray();
    }
    int at = value.getStartMark().getIndex();
    if (codePoints[at - 1] == ':' && ",[]{}".indexOf(codePoints[at]) >= 0) {
      findings.add(
          ProblemCode.SYNTAX,
          line(value),
          "a colon right in front of a bracket or comma",
          "put a space after the colon, or the text in quotes");
    }
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getValue().equals("<<")
        && (scalar.getImplicit().canOmitTagInPlainScalar()
            || (Scalars.TAG_PREFIX + "merge").equals(scalar.getTag()));
  }

  private void merge(int line, MappingBuilder builder) throws UnreadableDocument {
    Event event = next();
    Value value = value(event);
    boolean written = !(event instanceof AliasEvent);
    List<Value> all =
        written && value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
    for (Value one : all) {
      if (one instanceof Value.Mapping mapping) {
        builder.merge(line, mapping);
      } else {
        findings.add(
            ProblemCode.SYNTAX,
            line,
            "<< takes a mapping, or a list of mappings",
            "as in <<: *name");
      }
    }
  }

  /** Empty if the event cannot be a key; that has been told then. */
  private Optional<String> key(Event event) throws UnreadableDocument {
    size++;
    ScalarEvent scalar =
        switch (event) {
          case ScalarEvent written -> written;
          case AliasEvent alias -> anchors.get(alias.getAnchor(), line(alias)).scalar();
          default -> null;
        };
    if (scalar == null || scalar.getAnchor() != null) {
      value(event); // reads it to its end, and registers an anchor
    }
    if (scalar == null) {
      findings.add(
          ProblemCode.SYNTAX,
          line(event),
          "a mapping or list cannot be a key",
          "if this is a template ({{ ... }}), it must be rendered before it is committed");
      return Optional.empty();
    }
    Scalar resolved = resolve(scalar);
    Optional<String> key = resolved.key();
    if (key.isEmpty()) {
      findings.add(
          ProblemCode.SYNTAX,
          line(event),
          switch (resolved) {
            case Scalar.Wrong(String message, String _) -> message;
            case Scalar.Null _ -> "null cannot be a key";
            default -> "a number beyond 64 bits cannot be a key";
          },
          "quote the key");
    }
    return key;
  }
}
