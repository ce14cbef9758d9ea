package dev.backstay.manifest;

import java.util.regex.Pattern;

/**
 * Text that programs wrote, made fit to be shown: one line, of a bounded length, that does nothing.
 */
public final class PlainText {
  private static final int LONGEST = 500;

  /** What colours a terminal, or does worse. */
  private static final Pattern ESCAPES = Pattern.compile("\\x{1b}(?:\\[[0-?]*[ -/]*[@-~]|.)?");

  private PlainText() {}

  /** A line without escape sequences, control and format characters; cut where it is too long. */
  public static String line(String text) {
    String clean = ESCAPES.matcher(text).replaceAll("");
    StringBuilder line = new StringBuilder();
    clean
        .codePoints()
        .limit(LONGEST + 1L)
        .forEach(
            c ->
                line.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? ' '
                        : c));
    return clean.codePointCount(0, clean.length()) > LONGEST
        ? line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…"
        : line.toString();
  }
}
