package dev.backstay.git;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Takes credentials out of text that people will read. */
final class Scrub {
  /** Up to the last sign: a password may hold any, and no path of a config repo holds it. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)\\S*@");

  private static final Pattern QUERY =
      Pattern.compile("(?i)([?&][^=&\\s]*(?:token|password|secret|key)[^=&\\s]*=)[^&\\s]*");

  private Scrub() {}

  static String text(String text) {
    return text(text, List.of());
  }

  /** Also takes the given values out, wherever they stand. */
  static String text(String text, Collection<String> secrets) {
    String clean = text;
    for (String secret : secrets) {
      clean = secret.isEmpty() ? clean : clean.replace(secret, "***");
    }
    clean = USER_INFO.matcher(clean).replaceAll("");
    return QUERY.matcher(clean).replaceAll("$1***");
  }
}
