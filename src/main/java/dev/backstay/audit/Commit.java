package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A commit of the config repo.
 *
 * @param allowedPrunes what its trailer {@code Backstay-Allow-Prune} says, 0 without one
 */
record Commit(String id, List<String> parents, int allowedPrunes) {
  Commit {
    parents = List.copyOf(parents);
  }

  /** Parents are a list, or a text with spaces between, as {@code git log} prints them. */
  static Commit of(JsonNode line) {
    List<String> parents = new ArrayList<>();
    line.path("parents").forEach(parent -> parents.add(parent.asString("")));
    for (String parent : line.path("parents").asString("").split(" ", -1)) {
      if (!parent.isEmpty()) {
        parents.add(parent);
      }
    }
    return new Commit(
        line.path("id").asString(""), parents, number(line.path("allowPrune").asString("")));
  }

  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }
}
