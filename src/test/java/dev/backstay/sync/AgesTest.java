package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0s",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT120S, 2m",
    "PT119M, 119m",
    "PT120M, 2h",
    "PT47H, 47h",
    "PT48H, 2d",
    "P400D, 400d"
  })
  void showsAgesAsKubectlDoes(Duration age, String text) {
    Instant now = Instant.parse("2026-05-04T12:00:00Z");
    assertThat(Ages.between(now.minus(age), now)).isEqualTo(text);
  }
}
