package dev.backstay.story;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/** Tells what happens, in the words of the command line. */
final class Narrator {
  private static final int SHORT_ID = 7;

  private final PrintStream out;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println();
    out.println(text);
  }

  /** Something that a person would type. */
  void command(String text) {
    out.println("    $ " + text);
  }

  void line(String text) {
    out.println("    " + text);
  }

  void text(String several) {
    several.lines().forEach(this::line);
  }

  private static String done(JsonNode entry) {
    String to = entry.path("change").path("to").asString("");
    return switch (entry.path("change").path("kind").asString("")) {
      case "rollback" -> "rolled back to " + to.substring(0, SHORT_ID);
      case "roll forward" -> "rolled forward to " + to.substring(0, SHORT_ID);
      default -> entry.path("outcome").asString("");
    };
  }

  private static String proof(JsonNode entry) {
    boolean isProven =
        entry.path("change").path("complete").asBoolean(false)
            && !entry.path("change").path("to").asString("").isEmpty();
    return isProven ? ", everything healthy, nothing left behind" : "";
  }

  /** The commit, what it changed, and how it ended. */
  void sync(String environment, JsonNode entry) {
    String to = entry.path("change").path("to").asString("");
    String change =
        entry.path("change").path("kind").asString("")
            + (to.isEmpty() ? "" : " to " + to.substring(0, SHORT_ID));
    line(
        environment
            + "  "
            + entry.path("revision").asString("").substring(0, SHORT_ID)
            + "  "
            + entry.path("subject").asString("")
            + "  ("
            + change
            + ")");
    entry.path("objects").forEach(object -> line("  " + object.asString("")));
    int unchanged = entry.path("counts").path("unchanged").asInt(0);
    if (unchanged > 0) {
      line("  " + unchanged + " unchanged");
    }
    StringBuilder phases = new StringBuilder();
    double total = 0;
    for (var phase : entry.path("phases").properties()) {
      phases.append(
          String.format(
              java.util.Locale.ROOT, "  %s %.1f", phase.getKey(), phase.getValue().asDouble()));
      total += phase.getValue().asDouble();
    }
    line(
        String.format(
            java.util.Locale.ROOT,
            "%s  %s in %.1f s%s  %s",
            environment,
            done(entry),
            total,
            proof(entry),
            phases));
  }
}
