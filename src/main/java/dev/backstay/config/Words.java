package dev.backstay.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Short values that are not free text, each with the form in which a person is told to write it.
 */
final class Words {
  static final String PERCENT_FORM = "a percentage such as 50%";
  static final String PORT_FORM = "a port between 0 and " + HttpConfig.HIGHEST_PORT;
  static final String BOOL_FORM = "true or false";

  private static final Pattern PERCENT = Pattern.compile("^(100|[1-9]?[0-9])%$");

  /** No leading zero, which YAML 1.1 reads as octal and YAML 1.2 does not. */
  private static final Pattern PORT = Pattern.compile("^(0|[1-9][0-9]{0,4})$");

  private Words() {}

  static int percent(String text) {
    if (!PERCENT.matcher(text).matches()) {
      throw BadValue.expected(PERCENT_FORM, text);
    }
    return Integer.parseInt(text.substring(0, text.length() - 1));
  }

  static int port(String text) {
    if (!PORT.matcher(text).matches() || Integer.parseInt(text) > HttpConfig.HIGHEST_PORT) {
      throw BadValue.expected(PORT_FORM, text);
    }
    return Integer.parseInt(text);
  }

  /** Not yes and on, which are text for YAML 1.2. */
  static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw BadValue.expected(BOOL_FORM, text);
    };
  }

  static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> BadValue.expected(choices(type), text));
  }

  /** {@code refuse or follow}. */
  static String choices(Class<? extends Enum<?>> type) {
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Words::word).toList();
    return String.join(" or ", words);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
