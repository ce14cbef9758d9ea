package dev.backstay.manifest;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a document says, with the line each part stands on: JSON's types, whether it was written as
 * YAML or as JSON. Where aliases point to the same anchor they share one value.
 */
sealed interface Value {

  /** Counted from 1, in the file. */
  int line();

  /** What people call it in a message. */
  String kindName();

  /**
   * Keys, each with its value.
   *
   * @param line of its first key, or of its brace if it is empty
   * @param entries in the order of the text
   */
  record Mapping(int line, Map<String, Entry> entries) implements Value {
    public Mapping {
      entries = Collections.unmodifiableMap(entries);
    }

    @Nullable Value get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    Optional<Mapping> mapping(String key) {
      return get(key) instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /** Empty unless it is there and a string. */
    String text(String key) {
      return get(key) instanceof Text text ? text.value() : "";
    }

    /** Where the key stands; without it, where the mapping begins. */
    int lineOf(String key) {
      Entry entry = entries.get(key);
      return entry == null ? line : entry.line();
    }

    Mapping with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(line, changed);
    }

    Mapping without(String key) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(line, changed);
    }

    @Override
    public String kindName() {
      return "mapping";
    }
  }

  /** A key's line, and what it is set to. */
  record Entry(int line, Value value) {}

  record Sequence(int line, List<Value> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kindName() {
      return "list";
    }
  }

  record Text(int line, String value) implements Value {
    @Override
    public String kindName() {
      return "string";
    }
  }

  /**
   * A number, whole or not.
   *
   * @param json as Go prints it
   */
  record Num(int line, String json) implements Value {
    @Override
    public String kindName() {
      return "number";
    }
  }

  record Bool(int line, boolean value) implements Value {
    @Override
    public String kindName() {
      return "boolean";
    }
  }

  record Null(int line) implements Value {
    @Override
    public String kindName() {
      return "null";
    }
  }

  /** Strings by the bytes of their UTF-8, as Go sorts: surrogates come after the rest of UTF-16. */
  Comparator<String> GO_ORDER =
      (a, b) -> {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
          char x = a.charAt(i);
          char y = b.charAt(i);
          if (x != y) {
            boolean surrogate = Character.isSurrogate(x);
            return surrogate == Character.isSurrogate(y) ? x - y : surrogate ? 1 : -1;
          }
        }
        return a.length() - b.length();
      };
}
