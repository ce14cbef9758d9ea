package dev.backstay.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When something ends, as people write it. */
final class UntilTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2h, 2026-05-04T14:00:00Z",
    "30m, 2026-05-04T12:30:00Z",
    "45s, 2026-05-04T12:00:45Z",
    "1h30m, 2026-05-04T13:30:00Z",
    "1d12h, 2026-05-06T00:00:00Z",
    "366d, 2027-05-05T12:00:00Z",
    "2026-05-04T18:00:00Z, 2026-05-04T18:00:00Z",
    "2026-05-04T18:00:00+02:00, 2026-05-04T16:00:00Z",
    "2026-05-04T12:00:00.5Z, 2026-05-04T12:00:00.500Z"
  })
  void aDurationFromNowOnOrATime(String text, String end) {
    assertThat(Until.parse(text, NOON)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "tomorrow, must be a duration such as 30m or 2h",
    "2, must be a duration",
    "2 h, must be a duration",
    "h, must be a duration",
    "-2h, must be a duration",
    "2h1d, must be a duration",
    "99999999999h, must be a duration",
    "2026-05-04, must be a duration",
    "2026-05-04T18:00, must be a duration",
    "18:00, must be a duration",
    "0h, must be a time to come",
    "2026-05-04T12:00:00Z, must be a time to come",
    "2025-05-04T12:00:00Z, must be a time to come",
    "367d, must be within 366 days",
    "9999h, must be within 366 days",
    "+999999999-12-31T23:59:59Z, must be within 366 days"
  })
  void whatIsNoTimeToComeIsToldWithWhatItMustBe(String text, String why) {
    assertThatThrownBy(() -> Until.parse(text, NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }
}
