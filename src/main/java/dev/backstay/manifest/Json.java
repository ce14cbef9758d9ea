package dev.backstay.manifest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes a value as compact JSON with sorted keys: equal content gives equal text. */
final class Json {
  private static final String HEX = "0123456789abcdef";
  private static final Comparator<Map.Entry<String, Value.Entry>> BY_KEY =
      Map.Entry.comparingByKey(Value.GO_ORDER);

  private final StringBuilder out = new StringBuilder();

  static String of(Value value) {
    Json json = new Json();
    json.write(value);
    return json.out.toString();
  }

  private void write(Value value) {
    switch (value) {
      case Value.Mapping(int _, Map<String, Value.Entry> entries) -> writeMapping(entries);
      case Value.Sequence(int _, List<Value> items) -> writeSequence(items);
      case Value.Text(int _, String text) -> writeText(text);
      case Value.Num(int _, String number) -> out.append(number);
      case Value.Bool(int _, boolean bool) -> out.append(bool);
      case Value.Null _ -> out.append("null");
    }
  }

  private void writeMapping(Map<String, Value.Entry> entries) {
    out.append('{');
    String separator = "";
    for (var entry : entries.entrySet().stream().sorted(BY_KEY).toList()) {
      out.append(separator);
      writeText(entry.getKey());
      out.append(':');
      write(entry.getValue().value());
      separator = ",";
    }
    out.append('}');
  }

  private void writeSequence(List<Value> items) {
    out.append('[');
    String separator = "";
    for (Value item : items) {
      out.append(separator);
      write(item);
      separator = ",";
    }
    out.append(']');
  }

  private void writeText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
