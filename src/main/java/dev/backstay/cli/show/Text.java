package dev.backstay.cli.show;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How values are shown on a terminal. What comes from commits and clusters may hold anything:
 * nothing of it may move the cursor, change colours or turn the direction of writing.
 */
public final class Text {
  private static final String MORE = "…";
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Text() {}

  /** The same in one line, its control characters made visible: {@code ^[} for an escape. */
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(plain, point));
    return plain.toString();
  }

  private static void append(StringBuilder plain, int point) {
    if (Character.isWhitespace(point)) {
      plain.append(' ');
    } else if (point < ' ' || point == 0x7F) {
      plain.append('^').append((char) (point ^ 0x40));
    } else if (!isUnsafe(point)) {
      plain.appendCodePoint(point);
    } else if (point != ZERO_WIDTH_JOINER && point != ZERO_WIDTH_NON_JOINER) {
      plain.append(String.format(Locale.ROOT, "\\u%04x", point));
    }
  }

  /** Whether a terminal may obey it instead of showing it. */
  static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** The same tree with every string made {@link #plain(String)}. */
  public static JsonNode plain(JsonNode json) {
    if (json.isString()) {
      return JsonMapper.shared().getNodeFactory().stringNode(plain(json.asString()));
    }
    if (json.isObject()) {
      ObjectNode plain = JsonMapper.shared().createObjectNode();
      json.properties().forEach(e -> plain.set(plain(e.getKey()), plain(e.getValue())));
      return plain;
    }
    if (json.isArray()) {
      ArrayNode plain = JsonMapper.shared().createArrayNode();
      json.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return json;
  }

  /** How many columns it takes, colours aside. */
  public static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int escape = Style.lengthAt(text, i);
      if (escape > 0) {
        i += escape;
      } else {
        width += width(text.codePointAt(i));
        i += Character.charCount(text.codePointAt(i));
      }
    }
    return width;
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(point) ? 2 : 1;
  }

  /** East Asian and pictures. Flags are made of two letters that take one column each. */
  private static boolean isWide(int point) {
    boolean isFlagLetter = point >= 0x1F1E6 && point <= 0x1F1FF;
    boolean isIdeograph =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0xA4CF && point != 0x303F)
            || (point >= 0xA960 && point <= 0xA97F)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x16FE0 && point <= 0x1B2FF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return isIdeograph || (Character.isEmojiPresentation(point) && !isFlagLetter);
  }

  /** At most so many columns of it; what is left out is shown as {@code …}. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int width = 0;
    boolean isStyled = false;
    for (int i = 0; i < text.length(); ) {
      int escape = Style.lengthAt(text, i);
      if (escape > 0) {
        kept.append(text, i, i + escape);
        isStyled = true;
        i += escape;
        continue;
      }
      int point = text.codePointAt(i);
      width += width(point);
      if (width > columns - 1) {
        break;
      }
      kept.appendCodePoint(point);
      i += Character.charCount(point);
    }
    return kept + (columns > 0 ? MORE : "") + (isStyled ? Style.RESET : "");
  }

  public static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** {@code 1 commit}, {@code 2 commits}. */
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** {@code 1.9 s}. */
  public static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** {@code BKS-204 production/outsrc.yml:71 deployment.apps/cache: message (hint)}. */
  public static String error(JsonNode error) {
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
