package dev.backstay.sync;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * That somebody wants an environment to be left as it is for a while.
 *
 * @param by who says so, as the caller names itself
 * @param reason why; may be empty
 * @param since from when on nothing was written
 * @param until when it ends by itself
 */
public record Suspension(String by, String reason, Instant since, Optional<Instant> until) {
  /** Where the parent keeps it. */
  static final String DATA = "suspension";

  boolean isOver(Instant now) {
    return until.filter(end -> !end.isAfter(now)).isPresent();
  }

  /** Whether it says the same, perhaps begun at another time. */
  boolean isLike(Suspension other) {
    return by.equals(other.by) && reason.equals(other.reason) && until.equals(other.until);
  }

  /** The same, in place of another: nothing was written since that one began. */
  Suspension inPlaceOf(Suspension before) {
    return new Suspension(by, reason, before.since, until);
  }

  /** {@code Ada@host: maintenance, until 2026-05-04T12:00:00Z}. */
  public String words() {
    return by
        + (reason.isEmpty() ? "" : ": " + reason)
        + until.map(end -> ", until " + end).orElse("");
  }

  static String toJson(Optional<Suspension> suspension) {
    return suspension.map(History.JSON::writeValueAsString).orElse("");
  }

  /**
   * Reads what a parent keeps. What was meant as a suspension and cannot be read is one: the error
   * on the safe side is to write nothing.
   */
  static Optional<Suspension> fromJson(String json, Instant now) {
    if (json.isBlank() || json.equals("null")) {
      return Optional.empty();
    }
    Suspension unreadable =
        new Suspension("somebody", "the record of it cannot be read", now, Optional.empty());
    try {
      return Optional.of(History.JSON.readValue(json, Suspension.class))
          .or(() -> Optional.of(unreadable));
    } catch (JacksonException | NullPointerException _) {
      return Optional.of(unreadable);
    }
  }
}
