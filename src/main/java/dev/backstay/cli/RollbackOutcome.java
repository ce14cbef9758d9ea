package dev.backstay.cli;

import dev.backstay.sync.Commits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Follows a pushed commit until the agent has recorded what became of it. */
final class RollbackOutcome {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final AgentClient client;
  private final String environment;
  private final Clock clock;

  RollbackOutcome(AgentClient client, String environment, Clock clock) {
    this.client = client;
    this.environment = environment;
    this.clock = clock;
  }

  /** How it ended, in a line or more; fine only if all of it is there and healthy. */
  record Ended(boolean isFine, List<String> lines) {}

  /**
   * Waits for it.
   *
   * @param patience zero for as long as it takes
   */
  Ended await(String commit, Duration patience) throws IOException, InterruptedException {
    Instant deadline = clock.instant().plus(patience);
    askForAPoll();
    while (true) {
      Optional<JsonNode> entry = entryOf(commit);
      if (entry.isPresent()) {
        return tell(entry.get());
      }
      if (!patience.isZero() && clock.instant().isAfter(deadline)) {
        return new Ended(
            false,
            List.of(
                environment
                    + "  no outcome within "
                    + patience.toSeconds()
                    + " s: backstay status"));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** Saves the time to the next poll where the token allows it. */
  private void askForAPoll() {
    try {
      client.post("/api/v1/environments/" + environment + "/sync");
    } catch (IOException _) {
      // then the agent sees the commit at its next poll
    }
  }

  private Optional<JsonNode> entryOf(String commit) throws IOException {
    for (JsonNode entry : AgentMemory.history(client, environment)) {
      if (entry.path("revision").asString("").equals(commit)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  private Ended tell(JsonNode entry) {
    String outcome = entry.path("outcome").asString("");
    JsonNode change = entry.path("change");
    if (!outcome.equals("synced")) {
      List<String> lines = new ArrayList<>();
      lines.add(
          environment + "  " + outcome + "  " + Commits.shortId(change.path("to").asString("")));
      entry.path("errors").forEach(error -> lines.add("  " + error.asString("")));
      return new Ended(false, lines);
    }
    boolean isPartly = !change.path("leftovers").isEmpty();
    String line =
        String.format(
            Locale.ROOT,
            "%s  %s in %.1f s, everything healthy%s",
            environment,
            done(change),
            entry.path("seconds").asDouble(0),
            leftBehind(change, isPartly));
    return new Ended(!isPartly, List.of(line));
  }

  private static String done(JsonNode change) {
    String to = change.path("to").asString("");
    String where = to.isEmpty() ? "" : " to " + Commits.shortId(to);
    return switch (change.path("kind").asString("")) {
      case "rollback" -> "rolled back" + where;
      case "roll forward" -> "rolled forward" + where;
      case "partial rollback" -> "partly rolled back";
      default -> "deployed";
    };
  }

  private static String leftBehind(JsonNode change, boolean isPartly) {
    if (isPartly) {
      List<String> leftovers = new ArrayList<>();
      change.path("leftovers").forEach(object -> leftovers.add(object.asString("")));
      return ", but left behind: " + String.join(", ", leftovers);
    }
    return change.path("complete").asBoolean(false) ? ", nothing left behind" : "";
  }
}
