package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static dev.backstay.sync.Samples.about;
import static dev.backstay.sync.Samples.entry;
import static dev.backstay.sync.Samples.withoutObjects;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryTest {
  private static final Change CORRECTION =
      new Change(Change.Kind.DRIFT_CORRECTION, "revision1", "revision1", List.of());

  private static History of(HistoryEntry... newestLast) {
    History history = History.EMPTY;
    for (HistoryEntry entry : newestLast) {
      history = history.with(entry);
    }
    return history;
  }

  private static History read(History written) {
    return History.read(written.toJson(), written.olderText());
  }

  @Test
  void putsTheNewestFirst() {
    assertThat(of(entry(1, "synced", "a"), entry(2, "synced", "b")).entries())
        .extracting(HistoryEntry::number)
        .containsExactly(2, 1);
  }

  @Test
  void replacesAnEntryOfTheSameNumber() {
    History history = of(entry(1, "synced", "a"), entry(2, "failed", "b"), entry(2, "synced", "b"));
    assertThat(history.entries()).extracting(HistoryEntry::number).containsExactly(2, 1);
    assertThat(history.entries().getFirst().outcome()).isEqualTo("synced");
  }

  @ParameterizedTest
  @CsvSource({
    "rollback, synced, false",
    "rollback, degraded, true",
    "rollback, failed, true",
    "rollback, refused, true",
    // what took its place tells the rest
    "rollback, superseded, false",
    "partial rollback, degraded, true",
    "deploy, degraded, false",
    "roll forward, failed, false",
  })
  void aRollbackIsIncompleteUntilItIsSynced(String kind, String outcome, boolean isIncomplete) {
    Change change =
        Stream.of(Change.Kind.values())
            .filter(k -> k.word().equals(kind))
            .map(k -> new Change(k, "revision1", "revision0", List.of()))
            .findFirst()
            .orElseThrow();
    History history =
        of(
            entry(1, "synced", "a"),
            about(change, entry(2, outcome, "b")),
            about(CORRECTION, entry(3, "corrected", "b")));

    assertThat(history.isRollbackIncomplete()).isEqualTo(isIncomplete);
    assertThat(history.with(entry(4, "degraded", "c")).isRollbackIncomplete()).isFalse();
    assertThat(History.EMPTY.isRollbackIncomplete()).isFalse();
  }

  @Test
  void keepsTheNewestHundred() {
    History history = History.EMPTY;
    for (int number = 1; number <= 130; number++) {
      history = history.with(entry(number, "synced", "t" + number));
    }
    assertThat(history.entries()).hasSize(100);
    assertThat(history.entries().getFirst().number()).isEqualTo(130);
    assertThat(history.entries().getLast().number()).isEqualTo(31);
  }

  @Test
  void remembersAThousandOlderDeploymentsInALineEach() {
    History history = History.EMPTY;
    for (int number = 1; number <= 1_130; number++) {
      String outcome = number % 2 == 0 ? "synced" : "refused";
      history = history.with(entry(number, outcome, "t" + number));
    }
    assertThat(history.older()).hasSize(515).first().isEqualTo(deployment(1_030));
    assertThat(read(history)).isEqualTo(history);
    for (int number = 1_131; number <= 2_300; number++) {
      history = history.with(entry(number, "synced", "t" + number));
    }
    assertThat(history.older()).hasSize(1_000).first().isEqualTo(deployment(2_200));
    assertThat(history.olderText().length()).isLessThan(100_000);
    assertThat(history.deployments()).hasSize(1_100);
  }

  private static Deployment deployment(int number) {
    return new Deployment("t" + number, "revision" + number, NOON.plusSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "t r", "t r x", "t r 1 2", "t r 99999999999999999999", "\n\n"})
  void whatIsNoDeploymentIsLeftOut(String line) {
    assertThat(History.read("[]", line + "\nt1 revision1 1777896002\n").older())
        .containsExactly(deployment(1));
  }

  @Test
  void olderDeploymentsOutliveEntriesThatCannotBeRead() {
    assertThat(History.read("no json", "t1 revision1 1777896002").deployments())
        .containsExactly(deployment(1));
  }

  @Test
  void correctionsAreNoSync() {
    HistoryEntry sync = entry(1, "failed", "a");
    HistoryEntry drift = about(CORRECTION, entry(2, "corrected", "a"));
    assertThat(of(sync, drift).lastSync()).contains(sync);
    assertThat(of(sync, drift).numberFor(sync.inputId(), "failed")).isEqualTo(3);
    assertThat(of(entry(1, "synced", "a"), drift).lastDeployedIsSynced()).isTrue();
  }

  @Test
  void writesNoMoreThanAConfigMapCanHoldAndKeepsTheNewest() {
    History history = History.EMPTY;
    for (int number = 1; number <= 100; number++) {
      List<String> errors = List.of("x".repeat(5_000));
      history = history.with(entry(number, "failed", "t", "i" + number, errors));
    }
    String json = history.toJson();
    assertThat(json.length()).isLessThanOrEqualTo(200_000);
    History read = History.read(json, "");
    assertThat(read.entries()).hasSizeGreaterThan(20);
    assertThat(read.entries().getFirst().number()).isEqualTo(100);
  }

  @Test
  void writesTheNewestEntryHoweverLargeItIs() {
    History history = of(entry(1, "failed", "t", "i", List.of("x".repeat(300_000))));
    assertThat(read(history)).isEqualTo(history);
  }

  @Test
  void isReadAsItWasWritten() {
    History history =
        of(
            entry(1, "synced", "a"),
            entry(2, "failed", "b", "i", List.of("BKS-402 \"quoted\" größer\nline")));
    assertThat(read(history)).isEqualTo(history);
  }

  @Test
  void readsEntriesOfANewerVersionThatSayMore() {
    History history = of(entry(1, "synced", "a"));
    String json = history.toJson().replace("{\"number\"", "{\"new\":[1],\"number\"");
    assertThat(History.read(json, "")).isEqualTo(history);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[null]",
        "[{}]",
        "[1]",
        "not json",
        "[{\"number\":1",
        "[{\"number\":1,\"commits\":[],\"phases\":{},\"objects\":[],\"errors\":[]}]"
      })
  void whatIsNoHistoryIsReadAsNone(String json) {
    History history = History.read(json, "");
    assertThat(history).isEqualTo(History.EMPTY);
    assertThat(history.lastDeployedIsSynced()).isFalse();
  }

  @ParameterizedTest(name = "after {0} of {1}, {2} of {3} is number {4}")
  @CsvSource({
    // the same input again, which went no better: the same entry
    "failed, a, failed, a, 7",
    "refused, a, refused, a, 7",
    "degraded, a, degraded, a, 7",
    // what did not get into the cluster is replaced by whatever comes of the next try
    "failed, a, degraded, a, 7",
    "failed, a, refused, a, 7",
    "failed, a, synced, a, 7",
    "degraded, a, synced, a, 7",
    // a deploy that was there is not forgotten for a failure
    "degraded, a, failed, a, 8",
    "synced, a, synced, a, 8",
    "synced, a, failed, a, 8",
    // another input is another entry
    "failed, a, failed, b, 8",
    "synced, a, synced, b, 8",
  })
  void countsTriesOfTheSameInputOnce(
      String lastOutcome, String lastInput, String outcome, String input, int number) {
    History history = of(entry(7, lastOutcome, "t", lastInput, List.of()));
    assertThat(history.numberFor(input, outcome)).isEqualTo(number);
  }

  @Test
  void countsFromOne() {
    assertThat(History.EMPTY.numberFor("i", "synced")).isEqualTo(1);
  }

  @Test
  void looksForTheLastEntryThatGotIntoTheCluster() {
    assertThat(History.EMPTY.lastDeployedIsSynced()).isFalse();
    assertThat(of(entry(1, "synced", "a")).lastDeployedIsSynced()).isTrue();
    assertThat(of(entry(1, "synced", "a"), entry(2, "refused", "b")).lastDeployedIsSynced())
        .isTrue();
    assertThat(of(entry(1, "synced", "a"), entry(2, "degraded", "b")).lastDeployedIsSynced())
        .isFalse();
    assertThat(of(entry(1, "failed", "a")).lastDeployedIsSynced()).isFalse();
  }

  @Test
  void goingOnWithWhatIsDegradedIsStillWhatItWas() {
    Change rollback = new Change(Change.Kind.ROLLBACK, "revision2", "revision1", List.of());
    HistoryEntry degraded = entry(2, "degraded", "a");
    History history = of(entry(1, "synced", "b"), about(rollback, degraded));
    assertThat(history.unfinished(degraded.inputId())).map(HistoryEntry::change).contains(rollback);
    assertThat(history.unfinished("input of b")).isEmpty();
    assertThat(of(about(rollback, entry(2, "synced", "a"))).unfinished("input of a")).isEmpty();
    assertThat(History.EMPTY.unfinished("input of a")).isEmpty();
  }

  @Test
  void anotherTryWithTheSameEndIsNotWorthAWrite() {
    HistoryEntry last = withoutObjects(entry(1, "failed", "t", "i", List.of("e")));
    HistoryEntry again = entry(1, "failed", "t", "i", List.of("e"));
    assertThat(again.isAsGoodAs(last)).isTrue();
    assertThat(again.isAsGoodAs(again)).as("it changed objects").isFalse();
    assertThat(entry(1, "failed", "t", "i", List.of("f")).isAsGoodAs(last)).isFalse();
    assertThat(entry(1, "refused", "t", "i", List.of("e")).isAsGoodAs(last)).isFalse();
    assertThat(entry(1, "failed", "t", "j", List.of("e")).isAsGoodAs(last)).isFalse();
    assertThat(entry(2, "failed", "t", "i", List.of("e")).isAsGoodAs(last)).isFalse();
  }
}
