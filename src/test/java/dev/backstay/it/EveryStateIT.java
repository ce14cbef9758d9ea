package dev.backstay.it;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INSTANT;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every state can be left, and at once: rollouts are waited for half an hour, polls come as seldom,
 * and what is tried again by itself is compared with when that would have been.
 */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryStateIT {
  /** How far off the next try must be, so that it is not mistaken for what is done at once. */
  private static final Duration FAR_OFF = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** States in which a request is on its way; how a suspend ends those is told by SuspendIT. */
  private static final Set<HeldState> BETWEEN_REQUESTS =
      EnumSet.of(HeldState.CHECKING, HeldState.APPLYING, HeldState.PRUNING);

  enum Act {
    REVERT,
    NEWER_COMMIT,
    SYNC,
    SUSPEND
  }

  /** One of the table: an environment of its own. */
  record Cell(HeldState state, Act act) {
    String environment() {
      return (state + "-" + act).toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
      return environment();
    }
  }

  private final HeldStates held;
  private final TestAgent agent;

  EveryStateIT(TestCluster cluster, @TempDir Path folder) {
    this.held = HeldStates.start(cluster, folder, cells().toList());
    this.agent = held.agent();
  }

  @AfterAll
  void stop() {
    held.close();
  }

  /** What waits to be tried again comes last, when the waits have grown. */
  static Stream<Cell> cells() {
    return Stream.of(HeldState.values())
        .flatMap(state -> Stream.of(Act.values()).map(act -> new Cell(state, act)))
        .filter(cell -> cell.act() != Act.SUSPEND || !BETWEEN_REQUESTS.contains(cell.state()));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyStateCanBeLeft(Cell cell) {
    held.bringInto(cell);
    Instant nextTry = cell.state().isTriedAgain() ? awaitFarOffTry(cell) : Instant.MAX;
    held.letPassLater(cell);
    switch (cell.act()) {
      case REVERT -> revert(cell, nextTry);
      case NEWER_COMMIT -> newerCommit(cell, nextTry);
      case SYNC -> sync(cell, nextTry);
      case SUSPEND -> suspend(cell);
    }
  }

  private void revert(Cell cell, Instant nextTry) {
    String revert = held.pushAgain(cell, "good");
    held.release(cell);
    agent.awaitSynced(cell.environment(), revert);
    assertThat(held.value(cell)).isEqualTo("good");
    assertThat(held.applied(cell)).as("the bad value and its revert").isEqualTo(written(cell));
    assertThat(lastSince(cell)).isBefore(nextTry);
  }

  /** How often the ConfigMap was written: the first sync, what was under way, and its revert. */
  private static int written(Cell cell) {
    return switch (cell.state()) {
      case APPLYING, SYNCED -> 3;
      case CHECKING, ROLLING_OUT, PRUNING, DEGRADED, FAILED, REFUSED -> 1;
    };
  }

  private void newerCommit(Cell cell, Instant nextTry) {
    String newer = held.pushAgain(cell, "newer");
    held.release(cell);
    agent.awaitSynced(cell.environment(), newer);
    assertThat(held.value(cell)).isEqualTo("newer");
    JsonNode last = agent.history(cell.environment()).get(0);
    assertThat(last.path("revision").asString()).isEqualTo(newer);
    assertThat(Instant.parse(last.path("started").asString())).isBefore(nextTry);
  }

  private void sync(Cell cell, Instant nextTry) {
    JsonNode before = agent.status(cell.environment());
    int rehearsed = held.rehearsed(cell);
    String head = held.commitElsewhere();
    assertThat(agent.sync(cell.environment()).statusCode()).isEqualTo(202);
    held.awaitEverybodySaw(head); // the poll was made, which else comes in half an hour
    switch (cell.state()) {
      case CHECKING, APPLYING, PRUNING -> {
        held.release(cell);
        awaitState(cell, "synced");
        assertThat(held.value(cell)).isEqualTo(cell.state().value());
      }
      case ROLLING_OUT ->
          assertThat(agent.status(cell.environment()).path("since"))
              .as("what is under way is what was asked for")
              .isEqualTo(before.path("since"));
      case DEGRADED ->
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(nextTry(cell)).first(as(INSTANT)).isBefore(nextTry));
      case FAILED -> {
        awaitState(cell, "synced");
        assertThat(lastSince(cell)).isBefore(nextTry);
      }
      case REFUSED ->
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(held.rehearsed(cell)).isGreaterThan(rehearsed));
      case SYNCED -> assertThat(held.value(cell)).isEqualTo(cell.state().value());
    }
  }

  private void suspend(Cell cell) {
    String before = held.value(cell);
    assertThat(agent.suspend(cell.environment(), "{\"by\":\"Ada@host\"}").statusCode())
        .isEqualTo(200);
    assertThat(agent.status(cell.environment()).path("suspended").path("by").asString())
        .isEqualTo("tests (Ada@host)");
    String newer = held.pushAgain(cell, "newer");
    assertThat(held.value(cell)).as("nothing is written").isEqualTo(before);

    assertThat(agent.resume(cell.environment()).statusCode()).isEqualTo(200);
    agent.awaitSynced(cell.environment(), newer);
    assertThat(held.value(cell)).isEqualTo("newer");
  }

  private void awaitState(Cell cell, String state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(agent.status(cell.environment()).path("state").asString())
                    .isEqualTo(state));
  }

  private Instant lastSince(Cell cell) {
    return Instant.parse(agent.status(cell.environment()).path("since").asString());
  }

  private List<Instant> nextTry(Cell cell) {
    String at = agent.status(cell.environment()).path("retry").path("at").asString("");
    return at.isEmpty() ? List.of() : List.of(Instant.parse(at));
  }

  private Instant awaitFarOffTry(Cell cell) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> nextTry(cell),
            at -> at.stream().anyMatch(t -> t.isAfter(Instant.now().plus(FAR_OFF))))
        .getFirst();
  }
}
