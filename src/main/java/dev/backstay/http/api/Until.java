package dev.backstay.http.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When something ends, as people write it: {@code 2h}, {@code 1d12h}, or a time (RFC 3339). */
final class Until {
  private static final Pattern WORDS =
      Pattern.compile(
          "^(?=[0-9])(?:([0-9]{1,3})d)?(?:([0-9]{1,4})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,7})s)?$");

  /** Longer ones are a slip of the finger. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private Until() {}

  /**
   * Reads when it ends.
   *
   * @throws IllegalArgumentException if it is no such time, or not one to come; says why
   */
  static Instant parse(String text, Instant now) {
    Matcher words = WORDS.matcher(text);
    Instant end = words.matches() ? now.plus(duration(words)) : time(text);
    if (!end.isAfter(now)) {
      throw new IllegalArgumentException("must be a time to come");
    }
    if (end.isAfter(now.plus(LONGEST))) {
      throw new IllegalArgumentException("must be within " + LONGEST.toDays() + " days");
    }
    return end;
  }

  private static Duration duration(Matcher words) {
    return Duration.ofDays(part(words, 1))
        .plusHours(part(words, 2))
        .plusMinutes(part(words, 3))
        .plusSeconds(part(words, 4));
  }

  private static long part(Matcher words, int group) {
    return Optional.ofNullable(words.group(group)).map(Long::parseLong).orElse(0L);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw new IllegalArgumentException(
          "must be a duration such as 30m or 2h, or a time such as 2026-05-04T18:00:00Z");
    }
  }
}
