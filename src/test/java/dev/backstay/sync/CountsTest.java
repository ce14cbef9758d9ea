package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CountsTest {
  @Test
  void saysWhatIsNotZero() {
    assertThat(new Counts(7, 0, 1, 6, 0).words()).isEqualTo("1 configured, 6 unchanged");
    assertThat(new Counts(10, 1, 2, 7, 4).words())
        .isEqualTo("1 created, 2 configured, 7 unchanged, 4 pruned");
    assertThat(new Counts(0, 0, 0, 0, 3).words()).isEqualTo("3 pruned");
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(Counts.NONE.words()).isEqualTo("nothing");
  }
}
