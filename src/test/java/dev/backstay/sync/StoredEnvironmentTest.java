package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.Parent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoredEnvironmentTest {
  private static EnvironmentStatus status(Parent parent) {
    return new StoredEnvironment("production", "outsrc", "https://cluster", parent).status();
  }

  private static Parent parent(String state, String data) {
    return Parent.NONE
        .withAnnotations(Map.of(Parent.STATE, state, Parent.ERROR, "BKS-401 down"))
        .withData(Ledger.STATE, data);
  }

  @ParameterizedTest
  @CsvSource({
    "synced, SYNCED",
    "degraded, DEGRADED",
    "failed, FAILED",
    "refused, REFUSED",
    "'', STARTING",
    "nonsense, STARTING"
  })
  void standsAsTheLastSyncEnded(String written, State expected) {
    EnvironmentStatus status = status(parent(written, "{}"));
    assertThat(status.state()).isEqualTo(expected);
    assertThat(status.deployed()).isEmpty();
    assertThat(status.objects()).isEmpty();
  }

  @Test
  void whatWasBegunAndHasNotEndedIsUnderWay() {
    Intent intent =
        new Intent(
            "r",
            "t",
            "i",
            "Subject",
            "Ann",
            Samples.NOON,
            Change.NONE,
            java.util.Map.of(),
            Samples.NOON,
            Samples.NOON);
    String begun =
        Ledger.toJson(new Ledger.Stored(java.util.Optional.empty(), java.util.Optional.of(intent)));
    String ended =
        new History(java.util.List.of(Samples.entry(1, "failed", "t")), java.util.List.of())
            .toJson();
    EnvironmentStatus underWay = status(parent("synced", begun));
    assertThat(underWay.state()).isEqualTo(State.APPLYING);
    assertThat(underWay.since()).isEqualTo(Samples.NOON);
    assertThat(underWay.sync().revision()).isEqualTo("r");
    assertThat(underWay.sync().subject()).isEqualTo("Subject");
    assertThat(status(parent("failed", begun).withData(Ledger.HISTORY, ended)).state())
        .as("it ended later than it was begun")
        .isEqualTo(State.FAILED);
  }

  @Test
  void whatAPersonEditedIsNoHarm() {
    Parent edited =
        parent("synced", "{").withData(Ledger.HISTORY, "nonsense").withData(Ledger.DRIFT, "[1]");
    EnvironmentStatus status = status(edited);
    assertThat(status.state()).isEqualTo(State.SYNCED);
    assertThat(status.history().entries()).isEmpty();
    assertThat(status.drift()).isEmpty();
    assertThat(new StoredEnvironment("p", "n", "c", edited).error()).isEqualTo("BKS-401 down");
  }
}
