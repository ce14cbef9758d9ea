package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of an environment, as its ConfigMap keeps it. */
final class LedgerStateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "not json",
        "{\"deployed\":{}}",
        "{\"deployed\":{\"revision\":null}}",
        "{\"intent\":{\"revision\":\"r\"}}"
      })
  void whatIsNoStateIsReadAsNone(String json) {
    assertThat(Ledger.readState(json)).isEqualTo(Ledger.Stored.NOTHING);
  }

  @Test
  void anOpenIntentIsFoundAlsoBeforeAnythingIsDeployed() {
    Change change = new Change(Change.Kind.ROLLBACK, "s", "q", List.of("s"));
    Intent intent =
        new Intent(
            "r",
            "t",
            "i",
            "Subject",
            "Ann",
            NOON,
            change,
            Map.of("u", 3L),
            NOON,
            NOON.plusSeconds(1));
    Ledger.Stored stored = new Ledger.Stored(Optional.empty(), Optional.of(intent));
    assertThat(Ledger.readState(Ledger.toJson(stored))).isEqualTo(stored);
  }

  @Test
  void remembersUpToWhereAllDeletesWereDone() {
    Ledger.Stored stored =
        Ledger.readState(
            """
            {"deployed": {"revision": "r", "head": "h", "tree": "t", "inputId": "i",
              "subject": "s", "author": "a", "committed": "%1$s", "at": "%1$s", "settled": "g"}}
            """
                .formatted(NOON));
    Deployed deployed = stored.deployed().orElseThrow();
    assertThat(deployed.settledHead()).isEqualTo("g");
    assertThat(deployed.isSettled()).isFalse();
  }

  @Test
  void readsWhatANewerVersionSaysMore() {
    Ledger.Stored stored =
        Ledger.readState(
            """
            {"deployed": {"revision": "r", "head": "h", "tree": "t", "inputId": "i",
              "subject": "s", "author": "a", "committed": "%1$s", "at": "%1$s", "more": 1},
             "intent": null, "more": {}}
            """
                .formatted(NOON));
    assertThat(stored.deployed())
        .contains(new Deployed("r", "h", "t", "i", "s", "a", NOON, NOON, Optional.empty()));
    assertThat(stored.intent()).isEmpty();
  }
}
