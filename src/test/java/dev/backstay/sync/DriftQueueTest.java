package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DriftQueueTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ObjectKey WEB = new ObjectKey("apps", "Deployment", "outsrc", "web");
  private static final ObjectKey OTHER = new ObjectKey("", "Service", "outsrc", "web");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final DriftQueue queue = new DriftQueue(clock);

  @Test
  void hasNothingToDoWhileItIsEmpty() {
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.untilNext(HOUR)).isEqualTo(HOUR);
  }

  @Test
  void looksAtOnceAtWhatIsNew() {
    queue.add(List.of(WEB));

    assertThat(queue.isDue(WEB)).isTrue();
    assertThat(queue.untilNext(HOUR)).isZero();
  }

  @Test
  void waitsUntilTheTimeOfTheFirst() {
    queue.add(List.of(WEB, OTHER));
    queue.putOff(WEB, clock.instant().plusSeconds(20));
    queue.putOff(OTHER, clock.instant().plusSeconds(30));

    assertThat(queue.isDue(WEB)).isFalse();
    assertThat(queue.untilNext(HOUR)).isEqualTo(Duration.ofSeconds(20));
    clock.advance(Duration.ofSeconds(25));
    assertThat(queue.isDue(WEB)).isTrue();
    assertThat(queue.isDue(OTHER)).isFalse();
    assertThat(queue.untilNext(HOUR)).as("overdue").isZero();
  }

  @Test
  void waitsLongerEachTimeThatSomethingFails() {
    queue.add(List.of(WEB));
    queue.failed(Set.of(WEB));
    Duration first = queue.untilNext(HOUR);
    queue.failed(Set.of(WEB));
    queue.failed(Set.of(WEB));
    Duration third = queue.untilNext(HOUR);
    queue.succeeded();
    queue.failed(Set.of(WEB));

    assertThat(third).isGreaterThan(first.multipliedBy(2));
    assertThat(queue.untilNext(HOUR)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void hurriesWhenItIsAllowedToCorrectAgain() {
    queue.add(List.of(WEB));
    queue.putOff(WEB, clock.instant().plusSeconds(20));
    queue.hurry();

    assertThat(queue.isDue(WEB)).isTrue();
  }

  @Test
  void forgetsWhatIsAsItShouldBe() {
    queue.add(List.of(WEB, OTHER));
    queue.putOff(WEB, clock.instant().plusSeconds(20));
    queue.remove(WEB);
    queue.looked(OTHER);

    assertThat(queue.all()).isEmpty();
    queue.add(List.of(WEB));
    assertThat(queue.isDue(WEB)).as("what was put off before no longer counts").isTrue();
  }
}
