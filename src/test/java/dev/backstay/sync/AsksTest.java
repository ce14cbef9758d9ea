package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AsksTest {
  private final Asks asks = new Asks();

  @Test
  void countsFromOne() {
    assertThat(asks.asked()).isZero();
    assertThat(asks.next()).isEqualTo(1);
    assertThat(asks.next()).isEqualTo(2);
    assertThat(asks.asked()).isEqualTo(2);
  }

  @Test
  void theNewestIsKeptInWhateverOrderTheyArrive() {
    asks.arrived(3);
    asks.arrived(2);
    assertThat(asks.newest()).isEqualTo(3);
  }

  @Test
  void whatWasAnsweredStaysSo() {
    asks.answered(3);
    asks.answered(0);
    assertThat(asks.answered()).isEqualTo(3);
  }
}
