package dev.backstay.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Folds the {@code stringData} of a Secret into its {@code data}. The API server would do it too,
 * but then a key removed from {@code stringData} stays in the Secret for ever, and a change of
 * {@code data} by hand is not seen: ownership would be on {@code stringData} alone.
 *
 * <p>Its problems name keys, never values.
 */
final class SecretData {
  private SecretData() {}

  /** A line, and what is wrong there. */
  record Fault(int line, String message, String hint) {}

  static Value.Mapping fold(Value.Mapping secret, Consumer<Fault> faults) {
    Map<String, Value.Entry> data = entries(secret, "data", faults);
    data.forEach((key, entry) -> checkBase64(key, entry, faults));
    if (secret.get("stringData") == null) {
      return secret;
    }
    Map<String, Value.Entry> all = new LinkedHashMap<>(data);
    entries(secret, "stringData", faults).forEach((key, entry) -> all.put(key, encoded(entry)));
    Value.Mapping folded = secret.without("stringData");
    if (all.isEmpty()) {
      return folded;
    }
    int line = secret.lineOf("stringData");
    return folded.with("data", new Value.Entry(line, new Value.Mapping(line, all)));
  }

  /** The entries that are strings or null; the others are told. */
  private static Map<String, Value.Entry> entries(
      Value.Mapping secret, String field, Consumer<Fault> faults) {
    Map<String, Value.Entry> good = new LinkedHashMap<>();
    switch (secret.get(field)) {
      case null -> {}
      case Value.Null _ -> {}
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (key, entry) -> {
                    Value value = entry.value();
                    if (value instanceof Value.Text || value instanceof Value.Null) {
                      good.put(key, entry);
                    } else {
                      faults.accept(
                          new Fault(
                              entry.line(),
                              field
                                  + " key "
                                  + MappingBuilder.quoted(key)
                                  + " is a "
                                  + value.kindName()
                                  + ", not a string",
                              "put the value in quotes"));
                    }
                  });
      default ->
          faults.accept(
              new Fault(secret.lineOf(field), field + " is not a mapping of keys to strings", ""));
    }
    return good;
  }

  private static void checkBase64(String key, Value.Entry entry, Consumer<Fault> faults) {
    if (entry.value() instanceof Value.Text(int _, String text)) {
      try {
        Scalars.base64(text);
      } catch (IllegalArgumentException e) {
        faults.accept(
            new Fault(
                entry.line(),
                "data key " + MappingBuilder.quoted(key) + " is not base64",
                "put plain text under stringData"));
      }
    }
  }

  private static Value.Entry encoded(Value.Entry entry) {
    // null is an empty string to the API server
    String text = entry.value() instanceof Value.Text(int _, String value) ? value : "";
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return new Value.Entry(entry.line(), new Value.Text(entry.line(), base64));
  }
}
