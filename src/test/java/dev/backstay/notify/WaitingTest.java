package dev.backstay.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a service is left alone. */
final class WaitingTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private static Optional<Duration> wait(int code, String headers) {
    Map<String, List<String>> all = new HashMap<>();
    for (String header : headers.isEmpty() ? new String[0] : headers.split(";", -1)) {
      String[] parts = header.split("=", 2);
      all.put(parts[0], List.of(parts[1]));
    }
    return RateLimit.wait(code, HttpHeaders.of(all, (_, _) -> true), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "429, Retry-After=30, PT30S",
    "403, retry-after=30, PT30S",
    "503, Retry-After=7, PT7S",
    "403, 'Retry-After=Mon, 12 Jan 1970 13:47:40 GMT', PT1M",
    "403, X-RateLimit-Remaining=0;X-RateLimit-Reset=1000120, PT2M",
    "429, x-ratelimit-remaining=0;x-ratelimit-reset=1000120, PT2M",
    "429, RateLimit-Remaining=0;RateLimit-Reset=1000060, PT1M",
    "429, X-RateLimit-Remaining=0;X-RateLimit-Reset=999999, PT0S",
    "429, X-RateLimit-Remaining=5;X-RateLimit-Reset=1000120, PT1M",
    "429, '', PT1M",
    "429, Retry-After=soon, PT1M"
  })
  void isWhatItAsksFor(int code, String headers, Duration wait) {
    assertThat(wait(code, headers)).contains(wait);
  }

  @ParameterizedTest
  @CsvSource({
    "403, ''",
    "403, X-RateLimit-Remaining=5;X-RateLimit-Reset=1000120",
    "403, X-RateLimit-Remaining=0;X-RateLimit-Reset=never",
    "500, X-RateLimit-Remaining=0;X-RateLimit-Reset=1000120",
    "404, ''",
    "500, ''"
  })
  void isNothingWhereItDoesNotAsk(int code, String headers) {
    assertThat(wait(code, headers)).isEmpty();
  }

  @Test
  void doublesToALongestWithJitterBelow() {
    Patience patience = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(10), 3);
    Random random = new Random(1);
    long[] whole = {1_000, 2_000, 4_000, 8_000, 10_000, 10_000};
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < whole.length; i++) {
        assertThat(patience.after(i + 1, Optional.empty(), random).toMillis())
            .isBetween(whole[i] * 3 / 4 - 1, whole[i]);
      }
    }
    assertThat(patience.after(1_000, Optional.empty(), random)).isLessThan(Duration.ofSeconds(11));
  }

  @Test
  void isNeverShorterThanAskedAndNeverLongerThanAnHour() {
    Patience patience = Patience.DEFAULT;
    Random random = new Random(1);
    assertThat(patience.after(1, Optional.of(Duration.ofMinutes(7)), random))
        .isEqualTo(Duration.ofMinutes(7));
    assertThat(patience.after(1, Optional.of(Duration.ofDays(7)), random))
        .isEqualTo(Duration.ofHours(1));
    assertThat(patience.after(1, Optional.of(Duration.ZERO), random))
        .isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
  }
}
