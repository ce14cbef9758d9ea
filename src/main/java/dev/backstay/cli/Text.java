package dev.backstay.cli;

import tools.jackson.databind.JsonNode;

/** How values are shown on a terminal. */
final class Text {
  private static final int LONGEST_SUBJECT = 40;

  private Text() {}

  static String cut(String subject) {
    return subject.length() <= LONGEST_SUBJECT
        ? subject
        : subject.substring(0, LONGEST_SUBJECT - 1) + "…";
  }

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
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
