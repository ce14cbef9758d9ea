package dev.backstay.sync;

import static dev.backstay.sync.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a suspension, and what it means. */
final class SuspensionTest {
  private static final Suspension UNTIL_ONE =
      new Suspension("Ada@host", "maintenance", NOON, Optional.of(NOON.plusSeconds(3600)));
  private static final Suspension FOR_EVER = new Suspension("Ada@host", "", NOON, Optional.empty());

  private static Optional<Suspension> read(String json) {
    return Suspension.fromJson(json, NOON);
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(read(Suspension.toJson(Optional.of(UNTIL_ONE)))).contains(UNTIL_ONE);
    assertThat(read(Suspension.toJson(Optional.of(FOR_EVER)))).contains(FOR_EVER);
    assertThat(read(Suspension.toJson(Optional.empty()))).isEmpty();
  }

  @Test
  void readsWhatANewerVersionSaysMore() {
    assertThat(
            read(
                """
                {"by": "Ada@host", "reason": "", "since": "%s", "more": {}}
                """
                    .formatted(NOON)))
        .contains(FOR_EVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null"})
  void whatSaysNothingIsNone(String json) {
    assertThat(read(json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "{}",
        "[]",
        "{\"by\":\"Ada\"}",
        "{\"by\":\"Ada\",\"reason\":\"\",\"since\":\"noon\"}",
        "{\"by\":null,\"reason\":\"\",\"since\":\"2026-05-04T12:00:00Z\"}"
      })
  void whatCannotBeReadHoldsTheEnvironmentStill(String json) {
    Suspension unreadable = read(json).orElseThrow();
    assertThat(unreadable.reason()).contains("cannot be read");
    assertThat(unreadable.since()).isEqualTo(NOON);
    assertThat(unreadable.until()).isEmpty();
  }

  @Test
  void isOverFromItsEndOn() {
    assertThat(UNTIL_ONE.isOver(NOON.plusSeconds(3599))).isFalse();
    assertThat(UNTIL_ONE.isOver(NOON.plusSeconds(3600))).isTrue();
    assertThat(FOR_EVER.isOver(NOON.plusSeconds(1_000_000_000))).isFalse();
  }

  @Test
  void saysWhoWhyAndUntilWhen() {
    assertThat(UNTIL_ONE.words()).isEqualTo("Ada@host: maintenance, until 2026-05-04T13:00:00Z");
    assertThat(FOR_EVER.words()).isEqualTo("Ada@host");
  }

  @Test
  void oneInPlaceOfAnotherHoldsSinceThatOne() {
    Suspension later =
        new Suspension("Bob@host", "", NOON.plusSeconds(60), Optional.of(NOON.plusSeconds(90)));
    assertThat(later.inPlaceOf(UNTIL_ONE))
        .isEqualTo(new Suspension("Bob@host", "", NOON, Optional.of(NOON.plusSeconds(90))));
  }

  @Test
  void theSameWordsAtAnotherTimeAreTheSame() {
    assertThat(
            FOR_EVER.isLike(new Suspension("Ada@host", "", NOON.plusSeconds(9), Optional.empty())))
        .isTrue();
    assertThat(FOR_EVER.isLike(new Suspension("Bob@host", "", NOON, Optional.empty()))).isFalse();
    assertThat(FOR_EVER.isLike(new Suspension("Ada@host", "x", NOON, Optional.empty()))).isFalse();
    assertThat(FOR_EVER.isLike(new Suspension("Ada@host", "", NOON, Optional.of(NOON)))).isFalse();
  }

  @Test
  void anOrderSaysWhatIsWanted() {
    assertThat(new SuspensionOrder.Suspend(FOR_EVER).words()).isEqualTo("suspended by Ada@host");
    assertThat(new SuspensionOrder.Resume("Bob@host").words()).isEqualTo("resumed by Bob@host");
  }
}
