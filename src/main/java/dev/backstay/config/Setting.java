package dev.backstay.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One key of a section, to be read as some type. A value of another type is reported with what was
 * expected.
 *
 * @param key in full, as {@code environments[].prune.enabled}
 * @param line where the key stands
 */
record Setting(Findings findings, String key, int line, Value<Node> node) {

  /** Text that {@code parser} makes something of. */
  <T> Value<T> text(Function<String, T> parser) {
    return node.then(n -> text(n, parser));
  }

  <T> Value<List<T>> texts(Function<String, T> parser) {
    return each(node, item -> text(item, parser));
  }

  Value<Duration> duration(Duration shortest) {
    return word(Durations.FORM, word -> Durations.atLeast(shortest, Durations.parse(word)));
  }

  Value<Integer> percent() {
    return word(Words.PERCENT_FORM, Words::percent);
  }

  <E extends Enum<E>> Value<E> oneOf(Class<E> type) {
    return word(Words.choices(type), word -> Words.choice(type, word));
  }

  Value<Integer> port() {
    return unquoted(Words.PORT_FORM, Words::port);
  }

  Value<Boolean> bool() {
    return unquoted(Words.BOOL_FORM, Words::bool);
  }

  <T> Value<T> section(Function<Section, Value<T>> shape) {
    return node.then(n -> section(n, key, line, shape));
  }

  /** A list of at least one section, and not more than {@code most}. */
  <T> Value<List<T>> sections(int most, Function<Section, Value<T>> shape) {
    Value<Node> some =
        node.then(
            n ->
                n instanceof SequenceNode list && !hasOneTo(most, list)
                    ? bad(n, "expected 1 to " + most + ", not " + list.getValue().size(), "")
                    : new Value.Given<>(n));
    return each(some, item -> section(item, key + "[]", Section.lineOf(item), shape));
  }

  private static boolean hasOneTo(int most, SequenceNode list) {
    return !list.getValue().isEmpty() && list.getValue().size() <= most;
  }

  private <T> Value<T> section(
      Node n, String path, int announced, Function<Section, Value<T>> shape) {
    return n instanceof MappingNode mapping
        ? new Section(findings, path, announced, mapping).read(shape)
        : bad(n, "expected keys and values, not " + typeOf(n), "");
  }

  /** Reports every bad item; the list is good if all its items are. */
  private <T> Value<List<T>> each(Value<Node> all, Function<Node, Value<T>> reader) {
    return all.then(
        n ->
            n instanceof SequenceNode list
                ? each(list, reader)
                : bad(n, "expected a list, not " + typeOf(n), ""));
  }

  private static <T> Value<List<T>> each(SequenceNode list, Function<Node, Value<T>> reader) {
    List<T> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      if (reader.apply(item) instanceof Value.Given<T>(T good)) {
        items.add(good);
      }
    }
    boolean allGood = items.size() == list.getValue().size();
    return allGood ? new Value.Given<>(List.copyOf(items)) : new Value.Bad<>();
  }

  private <T> Value<T> text(Node n, Function<String, T> parser) {
    if (!(n instanceof ScalarNode scalar)) {
      return bad(n, "expected text, not " + typeOf(n), "");
    }
    if (!n.getTag().equals(Tag.STR)) {
      String hint = n.getTag().equals(Tag.NULL) ? "" : "put it in quotes if it is meant so";
      return bad(n, "expected text, not " + typeOf(n), hint);
    }
    String text = scalar.getValue();
    if (text.isBlank()) {
      return bad(n, "must not be empty", "");
    }
    if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
      return bad(n, "must be one line without spaces around it", "");
    }
    return parsed(n, text, parser);
  }

  /** Its form tells what it is, so it does not matter what YAML takes it for. */
  private <T> Value<T> word(String form, Function<String, T> parser) {
    return node.then(
        n ->
            n instanceof ScalarNode scalar
                ? parsed(n, scalar.getValue(), parser)
                : bad(n, "expected " + form + ", not " + typeOf(n), ""));
  }

  private <T> Value<T> unquoted(String form, Function<String, T> parser) {
    return node.then(
        n ->
            n instanceof ScalarNode scalar && scalar.isPlain()
                ? parsed(n, scalar.getValue(), parser)
                : bad(n, "expected " + form + ", not " + typeOf(n), ""));
  }

  private <T> Value<T> parsed(Node n, String text, Function<String, T> parser) {
    try {
      return new Value.Given<>(parser.apply(text));
    } catch (BadValue e) {
      return bad(n, e.problem(), e.hint());
    }
  }

  private <T> Value<T> bad(Node n, String problem, String hint) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    findings.error(Section.lineOf(n), name + ": " + problem, hint);
    return new Value.Bad<>();
  }

  /** The type instead of the value, which may be a secret in the wrong place. */
  private static String typeOf(Node n) {
    if (n instanceof MappingNode) {
      return "keys and values";
    }
    if (n instanceof SequenceNode) {
      return "a list";
    }
    Tag tag = n.getTag();
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return "a number";
    }
    if (tag.equals(Tag.BOOL)) {
      return "true or false";
    }
    if (tag.equals(Tag.NULL)) {
      return "nothing";
    }
    return tag.equals(Tag.TIMESTAMP) ? "a date" : tag.equals(Tag.STR) ? "text" : "a tagged value";
  }
}
