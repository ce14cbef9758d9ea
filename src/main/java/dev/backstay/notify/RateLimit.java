package dev.backstay.notify;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * For how long a service asks to be left alone: {@code Retry-After}, or the time at which a limit
 * that is used up begins anew, as GitHub ({@code X-RateLimit-…}) and GitLab ({@code RateLimit-…})
 * tell it.
 */
final class RateLimit {
  /** GitHub: where neither header says more. */
  private static final Duration WITHOUT_A_TIME = Duration.ofMinutes(1);

  private RateLimit() {}

  /** Empty if it does not ask to wait. */
  static Optional<Duration> wait(int code, HttpHeaders headers, Instant now) {
    Optional<Duration> asked = headers.firstValue("Retry-After").flatMap(v -> retryAfter(v, now));
    if (asked.isPresent()) {
      return asked;
    }
    if (code != 403 && code != 429) {
      return Optional.empty();
    }
    Optional<Duration> reset = reset(headers, "X-RateLimit", now);
    return reset
        .or(() -> reset(headers, "RateLimit", now))
        .or(() -> code == 429 ? Optional.of(WITHOUT_A_TIME) : Optional.empty());
  }

  private static Optional<Duration> retryAfter(String value, Instant now) {
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(until(at, now));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> reset(HttpHeaders headers, String name, Instant now) {
    boolean usedUp = headers.firstValue(name + "-Remaining").filter("0"::equals).isPresent();
    return headers
        .firstValue(name + "-Reset")
        .filter(at -> usedUp && at.matches("[0-9]{1,12}"))
        .map(at -> until(Instant.ofEpochSecond(Long.parseLong(at)), now));
  }

  private static Duration until(Instant at, Instant now) {
    Duration left = Duration.between(now, at);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
