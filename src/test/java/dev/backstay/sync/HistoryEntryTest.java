package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static dev.backstay.sync.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryEntryTest {
  private final ManualClock clock = new ManualClock(NOON.plusMillis(400));

  private PassRecord begin() {
    PassRecord record = new PassRecord(clock, target("head", "tree"), "input");
    record.isAbout(Change.NONE, List.of(Samples.commit('a', "Make it blue")));
    return record;
  }

  @Test
  void tellsWhenEachPhaseBeganAndEnded() {
    PassRecord record = begin();
    clock.advance(Duration.ofMillis(100));
    record.enter(State.APPLYING);
    clock.advance(Duration.ofMillis(1_500));
    record.enter(State.SYNCED);
    HistoryEntry entry = record.entry(1, new SyncOutcome.Synced());
    assertThat(entry.timeline())
        .containsExactly(
            new HistoryEntry.Phase("seen", NOON, NOON.plusMillis(400)),
            new HistoryEntry.Phase("checked", NOON.plusMillis(400), NOON.plusMillis(500)),
            new HistoryEntry.Phase("applied", NOON.plusMillis(500), NOON.plusMillis(2_000)));
    assertThat(entry.seconds()).isEqualTo(2.0);
  }

  @Test
  void whatIsTriedAgainCountsFromTheFirstSight() {
    PassRecord record = begin();
    record.goesOnFrom(NOON.minusSeconds(60));
    record.goesOnFrom(NOON.plusSeconds(60));
    assertThat(record.entry(1, new SyncOutcome.Synced()).seconds()).isEqualTo(60.4);
    assertThat(record.secondsSinceSeen()).isEqualTo(60.4);
  }

  @Test
  void isCompleteOnlyWhenHealthyAndNothingIsLeft() {
    SyncOutcome synced = new SyncOutcome.Synced();
    assertThat(begin().entry(1, synced).isComplete()).isTrue();
    assertThat(begin().entry(1, new SyncOutcome.Degraded(List.of())).isComplete()).isFalse();
    PassRecord record = begin();
    record.ends(new Ending(List.of("configmap/a"), 1, List.of()));
    assertThat(record.entry(1, synced).isComplete()).isFalse();
  }
}
