package dev.backstay.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Test
  void doublesUpToTheLongest() {
    RandomGenerator none = () -> 0L;
    Backoff backoff = new Backoff(FIRST, LONGEST, none);

    List<Long> waits = Stream.generate(backoff::next).limit(6).map(Duration::toSeconds).toList();

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void beginsAnewAfterAReset() {
    Backoff backoff = new Backoff(FIRST, LONGEST, new Random(1));
    backoff.next();
    backoff.next();

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void isNeverTheSameForAllAgents() {
    Backoff backoff = new Backoff(LONGEST, LONGEST, new Random(1));

    List<Duration> waits = Stream.generate(backoff::next).limit(100).toList();

    assertThat(waits)
        .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(7_500), LONGEST))
        .doesNotHaveDuplicates();
  }
}
