package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrialNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "web", "a.b.example.com", "system:reader"})
  void isLikeTheNameAndAnother(String name) {
    assertThat(TrialName.of(name)).startsWith(name + "-").isNotEqualTo(name).hasSizeLessThan(64);
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 52, 53, 63, 253})
  void isNoLongerThanAnyKindAllows(int length) {
    String name = "a".repeat(50) + "-.b" + "c".repeat(253);
    assertThat(TrialName.of(name.substring(0, length)))
        .hasSizeLessThan(64)
        .matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
        .doesNotContain("-.-", "--", ".-");
  }
}
