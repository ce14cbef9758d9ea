package dev.backstay.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.http.access.SourceAddress;
import dev.backstay.http.webhook.SourceLimits.Admission;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However much comes, it takes a bounded time, memory and number of polls. */
final class LimitsTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  private long nanos = 12345;
  private final SourceLimits limits = new SourceLimits(() -> nanos);
  private final Repeats repeats = new Repeats(() -> nanos);
  private final List<Instant> wakes = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final WakeUps wakeUps =
      new WakeUps(
          wakes::add,
          () -> nanos,
          (in, what) -> {
            waits.add(in);
            waiting.add(what);
          });

  private void passes(Duration time) {
    nanos += time.toNanos();
  }

  private boolean isAdmitted(String source) {
    return limits.admit(source) instanceof Admission.Admitted;
  }

  private long admitted(String source, int requests) {
    return IntStream.range(0, requests).filter(_ -> isAdmitted(source)).count();
  }

  private long genuine(String source, int requests) {
    return IntStream.range(0, requests)
        .filter(
            _ -> {
              boolean isAdmitted = isAdmitted(source);
              if (isAdmitted) {
                limits.proven(source);
              }
              return isAdmitted;
            })
        .count();
  }

  @Test
  void whatProvesNothingIsLimitedStrictly() {
    assertThat(admitted("198.51.100.1", 1000)).isEqualTo(10);
    assertThat(limits.admit("198.51.100.1"))
        .isEqualTo(new Admission.Limited(Duration.ofSeconds(6)));
    passes(Duration.ofMinutes(1));
    assertThat(admitted("198.51.100.1", 1000)).isEqualTo(10);
    passes(Duration.ofDays(1));
    assertThat(admitted("198.51.100.1", 1000)).as("no more than at first").isEqualTo(10);
  }

  @Test
  void whatIsGenuineMayComeMoreOften() {
    assertThat(genuine("198.51.100.1", 1000)).isEqualTo(120);
    passes(Duration.ofSeconds(10));
    assertThat(genuine("198.51.100.1", 1000)).isEqualTo(20);
  }

  @Test
  void aFloodFromOneAddressLocksOutNoOther() {
    admitted("198.51.100.1", 1000);
    assertThat(genuine("198.51.100.2", 100)).isEqualTo(100);
    assertThat(isAdmitted("198.51.100.1")).isFalse();
  }

  @Test
  void noFloodOfAddressesTakesMoreMemory() {
    for (int i = 0; i < 20_000; i++) {
      limits.admit("source " + i);
    }
    assertThat(limits.size()).isEqualTo(4096);
    limits.proven("forgotten");
    assertThat(limits.size()).isEqualTo(4096);
  }

  @Test
  void whoGoesOnIsNotForgottenForOthers() {
    for (int i = 0; i < 20_000; i++) {
      limits.admit("source " + i);
      limits.admit("the flood");
    }
    assertThat(isAdmitted("the flood")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7",
    "::ffff:198.51.100.7, 198.51.100.7",
    "2001:db8:1:2:3:4:5:6, 20:01:0d:b8:00:01:00:02/64",
    "2001:db8:1:2:ffff::1, 20:01:0d:b8:00:01:00:02/64",
    "2001:db8:1:3::1, 20:01:0d:b8:00:01:00:03/64",
    "::1, 00:00:00:00:00:00:00:00/64"
  })
  void aNetworkOfIpv6IsOneSource(String remote, String source) {
    assertThat(SourceAddress.of(InetAddress.ofLiteral(remote))).isEqualTo(source);
  }

  @Test
  void aRepeatIsKnownForLongerThanASignedTimeIsAccepted() {
    assertThat(repeats.isRepeated("a")).isFalse();
    assertThat(repeats.isRepeated("a")).isTrue();
    assertThat(repeats.isRepeated("b")).isFalse();
    passes(Duration.ofMinutes(10).plusSeconds(30));
    assertThat(repeats.isRepeated("a")).isTrue();
    passes(Duration.ofMinutes(1));
    assertThat(repeats.isRepeated("a")).isFalse();
  }

  @Test
  void onlySoManyAreRemembered() {
    for (int i = 0; i < 5000; i++) {
      repeats.isRepeated("mark " + i);
    }
    assertThat(repeats.size()).isEqualTo(1000);
    assertThat(repeats.isRepeated("mark 4999")).isTrue();
    assertThat(repeats.isRepeated("")).as("what cannot be told apart").isFalse();
    passes(Duration.ofMinutes(12));
    repeats.isRepeated("");
    assertThat(repeats.size()).isZero();
  }

  @Test
  void aThousandInABurstWakeThreeTimes() {
    for (int i = 0; i < 1000; i++) {
      wakeUps.ask(NOON.plusMillis(i));
    }
    assertThat(wakes).containsExactly(NOON, NOON.plusMillis(1));
    assertThat(waits).containsExactly(Duration.ofSeconds(1));
    passes(Duration.ofSeconds(1));
    waiting.forEach(Runnable::run);
    assertThat(wakes)
        .as("the last ones are looked at too, and timed from the first of them")
        .containsExactly(NOON, NOON.plusMillis(1), NOON.plusMillis(2));
  }

  @Test
  void whoeverComesWhileOneWaitsShares() {
    assertThat(wakeUps.ask(NOON)).isTrue();
    assertThat(wakeUps.ask(NOON)).isTrue();
    assertThat(wakeUps.ask(NOON)).as("waits").isTrue();
    assertThat(wakeUps.ask(NOON)).as("shares").isFalse();
    passes(Duration.ofSeconds(1));
    waiting.forEach(Runnable::run);
    assertThat(wakeUps.ask(NOON)).as("waits anew").isTrue();
    assertThat(wakes).hasSize(3);
    assertThat(waits).hasSize(2);
  }

  @Test
  void aQuietTimeLetsTwoGoAtOnceAgain() {
    wakeUps.ask(NOON);
    wakeUps.ask(NOON);
    passes(Duration.ofSeconds(2));
    wakeUps.ask(NOON);
    wakeUps.ask(NOON);
    assertThat(wakes).hasSize(4);
    assertThat(waits).isEmpty();
  }
}
