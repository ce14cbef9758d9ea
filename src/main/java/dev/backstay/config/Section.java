package dev.backstay.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the file. It is asked for its keys one by one; what was never asked for is an
 * unknown key.
 */
final class Section {
  private final Findings findings;
  private final String path;
  private final int line;
  private final int errorsBefore;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final SortedSet<String> known = new TreeSet<>();

  /**
   * @param path where it is, as {@code environments[].prune}; empty for the whole file
   * @param line where it is announced: there what is missing is reported
   */
  Section(Findings findings, String path, int line, MappingNode node) {
    this.findings = findings;
    this.path = path;
    this.line = line;
    this.errorsBefore = findings.errorCount();
    node.getValue().forEach(this::add);
  }

  /** Has {@code shape} ask for its keys and build its result. */
  <T> Value<T> read(Function<Section, Value<T>> shape) {
    Value<T> result = shape.apply(this);
    refuseUnknownKeys();
    return result;
  }

  Setting required(String key) {
    Setting setting = optional(key);
    if (setting.node() instanceof Value.Absent) {
      String where = path.isEmpty() ? "" : " in " + path;
      findings.error(line, "missing key " + BadValue.shown(key) + where, "");
      return new Setting(findings, setting.key(), line, new Value.Bad<>());
    }
    return setting;
  }

  /** A key without a value counts as absent: all that was below it may be commented out. */
  Setting optional(String key) {
    known.add(key);
    String fullKey = path.isEmpty() ? key : path + "." + key;
    findings.lookedFor(fullKey);
    if (!entries.containsKey(key)) {
      return new Setting(findings, fullKey, line, new Value.Absent<>());
    }
    NodeTuple entry = entries.get(key);
    Node node = entry.getValueNode();
    Value<Node> value =
        node.getTag().equals(Tag.NULL) ? new Value.Absent<>() : new Value.Given<>(node);
    return new Setting(findings, fullKey, lineOf(entry.getKeyNode()), value);
  }

  /** Makes the result if all of this section is right; its record may refuse the combination. */
  <T> Value<T> build(Supplier<T> made) {
    if (findings.errorCount() > errorsBefore) {
      return new Value.Bad<>();
    }
    try {
      return new Value.Given<>(made.get());
    } catch (BadValue e) {
      findings.error(line, e.problem(), e.hint());
      return new Value.Bad<>();
    }
  }

  static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private void add(NodeTuple entry) {
    Node key = entry.getKeyNode();
    int at = lineOf(key);
    if (key.getTag().equals(Tag.MERGE)) {
      findings.error(at, "merge keys (<<) are not read", "write the keys out");
    } else if (key instanceof ScalarNode name) {
      String word = name.getValue();
      NodeTuple first = entries.putIfAbsent(word, entry);
      if (first != null) {
        String hint = "first on line " + lineOf(first.getKeyNode());
        findings.error(at, "duplicate key " + BadValue.shown(word), hint);
      }
    } else {
      findings.error(at, "a key must be a word", "");
    }
  }

  private void refuseUnknownKeys() {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            String hint = Suggestion.hint(key, known);
            int at = lineOf(entry.getKeyNode());
            findings.error(at, "unknown key " + BadValue.shown(key), hint);
          }
        });
  }
}
