package dev.backstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.config.AccessConfig;
import dev.backstay.http.wire.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many who take their time, on real sockets; meanwhile others are answered. */
final class SlowTest {
  private static final AccessConfig ANYONE =
      new AccessConfig(Optional.empty(), false, Optional.empty());
  private static final String ATTACKER = "127.0.0.1";
  private static final String HEALTHY = "127.0.0.2";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final List<Wire> slow = new ArrayList<>();

  @AfterEach
  void close() {
    slow.forEach(Wire::close);
  }

  private void open(Doors doors, int count, String first) {
    for (int i = 0; i < count; i++) {
      slow.add(new Wire(doors.server.port(), ATTACKER).send(first));
    }
  }

  private static String get(int port, String path) {
    try (Wire wire = new Wire(port, HEALTHY)) {
      return wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").all();
    }
  }

  private static void assertOthersAreAnswered(Doors doors) {
    assertThat(get(doors.server.port(), "/")).startsWith("HTTP/1.1 200").endsWith("the page");
    assertThat(get(doors.server.probePort(), "/livez")).startsWith("HTTP/1.1 200");
  }

  /** Each sends a byte before each look, so that none is ever idle. */
  private void assertAllAreCutWhile(Doors doors, Runnable look) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              slow.forEach(wire -> wire.send("a"));
              look.run();
              return slow.stream().allMatch(Wire::isClosed);
            });
    await().untilAsserted(() -> assertThat(doors.server.connections().count()).isZero());
  }

  @Test
  void headsThatNeverEndAreCut() {
    try (Doors doors = Doors.open(ANYONE, new Limits(512, 64, SHORT, LONG, LONG))) {
      open(doors, 30, "GET / HTTP/1.1\r\nHost: a\r\nX-Drip: ");
      open(doors, 10, "");
      open(doors, 10, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /");
      assertAllAreCutWhile(doors, () -> assertOthersAreAnswered(doors));
    }
  }

  @Test
  void bodiesThatNeverEndTakeNoThreadAndAreCut() {
    try (Doors doors = Doors.open(ANYONE, new Limits(512, 64, LONG, SHORT, LONG))) {
      open(doors, 30, "POST /change HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
      open(doors, 30, "POST /webhooks/any HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
      assertAllAreCutWhile(doors, () -> assertOthersAreAnswered(doors));
    }
  }

  @Test
  void answersThatNobodyTakesAreCutAndKeepSomeThreadsOnly() {
    try (Doors doors = Doors.open(ANYONE, new Limits(512, 64, LONG, LONG, SHORT))) {
      open(doors, 30, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      assertOthersAreAnswered(doors);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(doors.server.connections().count()).isZero());
      assertThat(slow).hasSize(30);
    }
  }

  @Test
  void thoseOverTheBoundAreClosedAtOnceAndNobodyElseIs() {
    try (Doors doors = Doors.open(ANYONE, new Limits(12, 8, LONG, LONG, LONG))) {
      open(doors, 20, "GET / HTTP/1.1\r\nX: ");
      await().untilAsserted(() -> assertThat(count(Wire::isClosed)).isEqualTo(12));
      assertThat(doors.server.connections().count()).isEqualTo(8);
      assertOthersAreAnswered(doors);
      try (Wire one = new Wire(doors.server.port(), "127.0.0.3");
          Wire two = new Wire(doors.server.port(), "127.0.0.3")) {
        await().until(() -> doors.server.connections().count() == 10);
        assertOthersAreAnswered(doors);
        assertThat(one.isClosed() || two.isClosed()).isFalse();
      }
      slow.forEach(Wire::close);
      await().until(() -> doors.server.connections().count() == 0);
      try (Wire again = new Wire(doors.server.port(), ATTACKER)) {
        assertThat(again.send("GET / HTTP/1.0\r\n\r\n").all()).contains("the page");
      }
    }
  }

  private long count(Predicate<Wire> which) {
    return slow.stream().filter(which).count();
  }
}
