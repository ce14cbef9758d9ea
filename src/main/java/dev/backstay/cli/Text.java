package dev.backstay.cli;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** How values are shown on a terminal. */
final class Text {
  private static final int SHORT_ID = 7;
  private static final int LONGEST_SUBJECT = 40;

  private Text() {}

  static String shortId(String revision) {
    return revision.length() <= SHORT_ID ? revision : revision.substring(0, SHORT_ID);
  }

  static String cut(String subject) {
    return subject.length() <= LONGEST_SUBJECT
        ? subject
        : subject.substring(0, LONGEST_SUBJECT - 1) + "…";
  }

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** {@code 12s}, {@code 3m}, {@code 5h}, {@code 2d}: as kubectl shows ages. */
  static String age(Instant from, Instant now) {
    Duration age = Duration.between(from, now);
    if (age.toMinutes() < 2) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }

  /** {@code BKS-204 production/outsrc.yml:71 deployment.apps/cache: message (hint)}. */
  static String error(JsonNode error) {
    StringBuilder line = new StringBuilder(error.path("code").asString(""));
    String file = error.path("file").asString("");
    if (!file.isEmpty()) {
      line.append(' ').append(file).append(':').append(error.path("line").asInt(0));
    }
    String object = error.path("object").asString("");
    if (!object.isEmpty()) {
      line.append(' ').append(object);
    }
    line.append(": ").append(error.path("message").asString(""));
    String hint = error.path("hint").asString("");
    return hint.isEmpty() ? line.toString() : line.append(" (").append(hint).append(')').toString();
  }
}
