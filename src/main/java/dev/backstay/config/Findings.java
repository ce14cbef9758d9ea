package dev.backstay.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the reading of one file has found: its errors, and the keys that were looked for. */
final class Findings {
  private final String file;
  private final List<ConfigError> errors = new ArrayList<>();
  private final SortedSet<String> keys = new TreeSet<>();

  Findings(String file) {
    this.file = file;
  }

  void error(int line, String message, String hint) {
    errors.add(new ConfigError(file, line, message, hint));
  }

  int errorCount() {
    return errors.size();
  }

  /** In the order of the file. */
  List<ConfigError> errors() {
    return errors.stream().sorted(Comparator.comparingInt(ConfigError::line)).toList();
  }

  void lookedFor(String key) {
    keys.add(key);
  }

  /**
   * Every key that the reader knows, as {@code environments[].prune.enabled}: the schema and the
   * documentation are held to it. Keys of a section are in it only if the file has that section.
   */
  SortedSet<String> keys() {
    return keys;
  }
}
