package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  @Test
  void survivesItsJson() {
    History history = History.EMPTY.with(Entries.entry(1, "synced", "a"));
    assertThat(History.fromJson(history.toJson())).isEqualTo(history);
  }

  @Test
  void isEmptyWhereAPersonMadeItUnreadable() {
    assertThat(History.fromJson("not json").entries()).isEmpty();
    assertThat(History.fromJson("[{\"number\":1}]").entries()).isEmpty();
    assertThat(History.fromJson("{}").entries()).isEmpty();
  }

  @Test
  void isBoundedInEntriesAndBytes() {
    History history = History.EMPTY;
    List<String> errors = List.of("x".repeat(10_000));
    for (int i = 1; i <= 150; i++) {
      history = history.with(Entries.entry(i, "synced", "t" + i, errors));
    }
    assertThat(history.entries()).hasSize(100);
    assertThat(history.entries().getFirst().number()).isEqualTo(150);
    assertThat(history.toJson().length()).isLessThan(200_000);
    assertThat(History.fromJson(history.toJson()).entries().getFirst().number()).isEqualTo(150);
  }

  @Test
  void aTryOfTheSameInputReplacesTheOneThatFailed() {
    History history =
        History.EMPTY.with(Entries.entry(1, "synced", "a")).with(Entries.entry(2, "failed", "b"));
    assertThat(history.numberFor("input of b", "failed")).isEqualTo(2);
    assertThat(history.numberFor("input of b", "synced")).isEqualTo(2);
    assertThat(history.numberFor("input of c", "synced")).isEqualTo(3);
    assertThat(History.EMPTY.numberFor("input of a", "synced")).isEqualTo(1);
    assertThat(history.with(Entries.entry(2, "synced", "b")).entries()).hasSize(2);
  }

  @Test
  void aSyncOfTheSameInputAfterASyncedOneIsANewEntry() {
    History history = History.EMPTY.with(Entries.entry(1, "synced", "a"));
    assertThat(history.numberFor("input of a", "synced")).isEqualTo(2);
  }

  @Test
  void knowsWhetherTheLastThatGotInEndedWell() {
    History synced = History.EMPTY.with(Entries.entry(1, "synced", "a"));
    assertThat(synced.with(Entries.entry(2, "refused", "b")).lastDeployedIsSynced()).isTrue();
    assertThat(synced.with(Entries.entry(2, "degraded", "b")).lastDeployedIsSynced()).isFalse();
    assertThat(History.EMPTY.lastDeployedIsSynced()).isFalse();
  }
}
