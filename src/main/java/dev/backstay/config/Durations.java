package dev.backstay.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in words: {@code 500ms}, {@code 15s}, {@code 5m}, {@code 1h30m}. */
final class Durations {
  static final String FORM = "a duration such as 15s or 5m";

  private static final Pattern WORDS =
      Pattern.compile(
          "^(?=[0-9])(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?(?:([0-9]{1,6})ms)?$");

  /** Longer ones are a slip of the finger. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private Durations() {}

  static Duration parse(String text) {
    Matcher words = WORDS.matcher(text);
    if (!words.matches()) {
      throw BadValue.expected(FORM, text);
    }
    return Duration.ofHours(part(words, 1))
        .plusMinutes(part(words, 2))
        .plusSeconds(part(words, 3))
        .plusMillis(part(words, 4));
  }

  static Duration atLeast(Duration shortest, Duration duration) {
    if (duration.compareTo(shortest) < 0) {
      throw new BadValue("must be at least " + inWords(shortest));
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new BadValue("must be at most " + inWords(LONGEST));
    }
    return duration;
  }

  private static long part(Matcher words, int group) {
    return Optional.ofNullable(words.group(group)).map(Long::parseLong).orElse(0L);
  }

  private static String inWords(Duration bound) {
    return bound.toHours() > 0 ? bound.toHours() + "h" : bound.toSeconds() + "s";
  }
}
