package dev.backstay.cli.show;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A colour that repeats what a word says already. */
public enum Style {
  NONE(""),
  GOOD("\u001b[32m"),
  BUSY("\u001b[33m"),
  BAD("\u001b[31m");

  static final String RESET = "\u001b[0m";
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");

  private final String begin;

  Style(String begin) {
    this.begin = begin;
  }

  /** The colour of a state or an outcome. */
  static Style of(String state) {
    return switch (state.split(",", 2)[0]) {
      case "synced", "corrected" -> GOOD;
      case "failed", "refused" -> BAD;
      default -> BUSY;
    };
  }

  String on(String text) {
    return this == NONE ? text : begin + text + RESET;
  }

  /** How many characters change the colour there; 0 where none does. */
  static int lengthAt(String text, int index) {
    if (text.charAt(index) != '\u001b') {
      return 0;
    }
    Matcher escape = ESCAPE.matcher(text).region(index, text.length());
    return escape.lookingAt() ? escape.end() - index : 0;
  }
}
