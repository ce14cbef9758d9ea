package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FightsTest {
  private static final ObjectKey WEB = new ObjectKey("apps", "Deployment", "home", "web");

  private final ManualClock clock = new ManualClock(Samples.NOON);
  private final Fights fights = new Fights(clock);

  private void corrected(String field) {
    fights.corrected(
        WEB,
        new Drift(WEB.toString(), "home", "changed", List.of(field), "hpa", clock.instant(), true));
  }

  @Test
  void fiveCorrectionsOfOneFieldInAMinuteAreAFight() {
    for (int i = 0; i < 4; i++) {
      corrected(".spec.replicas");
    }
    assertThat(fights.pausedUntil(WEB)).isEmpty();
    corrected(".spec.replicas");
    assertThat(fights.pausedUntil(WEB)).contains(Samples.NOON.plus(Duration.ofMinutes(1)));
    assertThat(fights.over(WEB).map(Drift::by)).contains("hpa");
  }

  @Test
  void theSameNumberInALongerTimeOrOfOtherFieldsIsNone() {
    for (int i = 0; i < 12; i++) {
      corrected(".spec.replicas");
      clock.advance(Duration.ofSeconds(16));
    }
    assertThat(fights.pausedUntil(WEB)).isEmpty();
    for (int i = 0; i < 12; i++) {
      corrected(".spec.field" + i);
    }
    assertThat(fights.pausedUntil(WEB)).isEmpty();
  }

  @Test
  void whoGoesOnIsLeftAloneForEverLongerUpToTenMinutes() {
    for (int i = 0; i < 5; i++) {
      corrected(".spec.replicas");
    }
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.between(clock.instant(), fights.pausedUntil(WEB).orElseThrow()));
      corrected(".spec.replicas");
      longest = Duration.between(clock.instant(), fights.pausedUntil(WEB).orElseThrow());
    }
    assertThat(longest).isEqualTo(Duration.ofMinutes(10));
  }
}
