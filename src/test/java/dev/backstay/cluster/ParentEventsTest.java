package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the message of an Event may be. */
final class ParentEventsTest {
  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdefg, 6, abc…",
    "äöü, 6, äöü",
    "äöüß, 7, äö…",
    "a😀b, 6, a😀b",
    "a😀bc, 6, a…",
    "😀😀😀, 11, 😀😀…",
    "abcdefg, 3, …"
  })
  void neverCutsACharacter(String text, int mostBytes, String expected) {
    assertThat(ParentEvents.bounded(text, mostBytes)).isEqualTo(expected);
  }

  @Test
  void neverIsLongerThanItMayBe() {
    String text = "aä€😀".repeat(200);
    for (int most = 3; most < 400; most++) {
      byte[] bytes = ParentEvents.bounded(text, most).getBytes(StandardCharsets.UTF_8);
      assertThat(bytes).hasSizeBetween(most - 6, most);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\uFFFD").endsWith("…");
    }
  }
}
