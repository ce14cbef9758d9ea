package dev.backstay.manifest;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Gathers the entries of one mapping and tells what kubectl would drop without a word. */
final class MappingBuilder {
  private final int line;
  private final Findings findings;
  private final Map<String, Value.Entry> entries = new LinkedHashMap<>();
  private final Set<String> merged = new HashSet<>();

  MappingBuilder(int line, Findings findings) {
    this.line = line;
    this.findings = findings;
  }

  void put(String key, int keyLine, Value value) {
    Value.Entry before = entries.put(key, new Value.Entry(keyLine, value));
    if (before != null && !merged.remove(key)) {
      findings.add(
          ProblemCode.DUPLICATE_KEY,
          keyLine,
          "key " + quoted(key) + " is already set in line " + before.line(),
          "kubectl would keep only the last one; remove one of them");
    }
  }

  /** What {@code <<} brings: keys of the mapping itself win, earlier mappings win over later. */
  void merge(int mergeLine, Value.Mapping other) {
    for (Map.Entry<String, Value.Entry> entry : other.entries().entrySet()) {
      String key = entry.getKey();
      Value.Entry before = entries.putIfAbsent(key, entry.getValue());
      if (before == null) {
        merged.add(key);
      } else if (!merged.contains(key)) {
        // YAML lets the mapping's own key win wherever it stands, kubectl only if it comes later
        findings.add(
            ProblemCode.DUPLICATE_KEY,
            mergeLine,
            "<< sets key " + quoted(key) + ", which line " + before.line() + " has set already",
            "put << before the keys that override it");
      }
    }
  }

  Value.Mapping build() {
    // an entry that << brought stands elsewhere, and says nothing about this mapping's place
    int first =
        entries.entrySet().stream()
            .filter(entry -> !merged.contains(entry.getKey()))
            .mapToInt(entry -> entry.getValue().line())
            .findFirst()
            .orElse(line);
    return new Value.Mapping(first, entries);
  }

  /** A key as messages show it: on one line and not endless. */
  static String quoted(String key) {
    String shown = key.length() > 60 ? key.substring(0, 57) + "..." : key;
    return '"' + shown.replaceAll("\\p{Cntrl}", " ") + '"';
  }
}
