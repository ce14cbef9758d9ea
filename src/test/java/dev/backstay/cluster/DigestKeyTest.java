package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DigestKeyTest {
  private static final String DIGEST = "0f".repeat(32);

  private final DigestKey key = DigestKey.fresh();

  @Test
  void givesEqualSealsToEqualDigestsOnly() {
    assertThat(key.seal(DIGEST)).isEqualTo(key.seal(DIGEST));
    assertThat(key.seal(DIGEST)).isNotEqualTo(key.seal("1f".repeat(32)));
  }

  @Test
  void givesNobodyWithoutTheKeyTheSameSeal() {
    assertThat(DigestKey.fresh().seal(DIGEST)).isNotEqualTo(key.seal(DIGEST));
  }

  @Test
  void isShortAndFitsOnALine() {
    assertThat(key.seal(DIGEST)).matches("[-_A-Za-z0-9]{22}");
  }
}
