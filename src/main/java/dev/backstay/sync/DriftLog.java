package dev.backstay.sync;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * What was changed outside of git, newest first, bounded in number.
 *
 * @param entries newest first
 */
record DriftLog(List<Drift> entries) {
  static final DriftLog EMPTY = new DriftLog(List.of());
  private static final int MOST_ENTRIES = 50;

  DriftLog {
    entries = List.copyOf(entries);
  }

  DriftLog with(List<Drift> more) {
    List<Drift> all = new ArrayList<>(more);
    all.addAll(entries);
    return new DriftLog(all.subList(0, Math.min(all.size(), MOST_ENTRIES)));
  }

  String toJson() {
    return History.JSON.writeValueAsString(entries);
  }

  /** What cannot be read as such is none: a person may have edited it. */
  static DriftLog fromJson(String json) {
    try {
      return new DriftLog(History.JSON.readValue(json, new TypeReference<List<Drift>>() {}));
    } catch (JacksonException | NullPointerException _) {
      return EMPTY;
    }
  }
}
