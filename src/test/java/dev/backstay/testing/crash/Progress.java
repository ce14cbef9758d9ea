package dev.backstay.testing.crash;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How far the record in the cluster says that a sync has come. */
enum Progress {
  /** Nothing was written yet. */
  NOT_BEGUN,
  /** An intent is open: writes may have been made. */
  BEGUN,
  /** The outcome is on record. */
  CONCLUDED;

  private static final JsonMapper JSON = JsonMapper.shared();

  static Progress of(String state, String commit) {
    JsonNode stored = JSON.readTree(state.isEmpty() ? "{}" : state);
    if (stored.path("deployed").path("revision").asString("").equals(commit)) {
      return CONCLUDED;
    }
    return stored.path("intent").isObject() ? BEGUN : NOT_BEGUN;
  }
}
