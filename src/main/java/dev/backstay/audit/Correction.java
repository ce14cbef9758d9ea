package dev.backstay.audit;

import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What was drifted, and put right again, outside of a sync.
 *
 * @param environment {@code namespace/name}
 * @param objects the names of the drifted ones, without their kind
 */
record Correction(
    String environment, Set<String> objects, OffsetDateTime started, OffsetDateTime finished) {
  Correction {
    objects = Set.copyOf(objects);
  }

  static Correction of(JsonNode line) {
    Set<String> objects = new HashSet<>();
    line.path("objects").forEach(object -> objects.add(nameOf(object.asString(""))));
    return new Correction(
        line.path("environment").asString(""),
        objects,
        AuditEvent.time(line.path("started").asString("")),
        AuditEvent.time(line.path("finished").asString("")));
  }

  /** {@code deployment.apps/web configured} is about web. */
  private static String nameOf(String object) {
    String first = object.split(" ", -1)[0];
    return first.substring(first.indexOf('/') + 1);
  }

  boolean spans(OffsetDateTime at) {
    return !at.isBefore(started) && !at.isAfter(finished);
  }
}
