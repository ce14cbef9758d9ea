package dev.backstay.audit;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An entry of an environment's history, in the form in which the API and the parent give it.
 *
 * @param environment {@code namespace/name}
 * @param changed how many objects it created or configured
 * @param inventory how many objects there were after it
 */
record Sync(
    String environment,
    int number,
    String outcome,
    String revision,
    int changed,
    int inventory,
    List<String> errors,
    OffsetDateTime started,
    OffsetDateTime finished) {
  Sync {
    errors = List.copyOf(errors);
  }

  static Sync of(JsonNode line) {
    JsonNode counts = line.path("counts");
    List<String> errors = new ArrayList<>();
    line.path("errors").forEach(error -> errors.add(error.asString("")));
    return new Sync(
        line.path("environment").asString(""),
        line.path("number").asInt(0),
        line.path("outcome").asString(""),
        line.path("revision").asString(""),
        counts.path("created").asInt(0) + counts.path("configured").asInt(0),
        counts.path("total").asInt(0),
        errors,
        AuditEvent.time(line.path("started").asString("")),
        AuditEvent.time(line.path("finished").asString("")));
  }

  boolean wasDeployed() {
    return outcome.equals("synced") || outcome.equals("degraded");
  }
}
