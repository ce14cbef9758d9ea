package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ApplySetTest {
  private static final ApplySet SET = ApplySet.of("production", "outsrc");

  /** printf backstay-production.outsrc.ConfigMap. | openssl dgst -sha256 -binary | base64url. */
  @Test
  void hasTheIdThatTheFormulaOfTheSpecificationGives() {
    assertThat(SET.id()).isEqualTo("applyset-4DuK0Am41jAgx8e6I9oni2HmiaGc6KpyEFUioTdIdIc-v1");
  }

  @Test
  void hasAnIdThatALabelCanHold() {
    ApplySet longest = ApplySet.of("e".repeat(53), "n".repeat(63));
    assertThat(longest.id())
        .hasSizeLessThanOrEqualTo(63)
        .matches("[A-Za-z0-9][-_A-Za-z0-9]*[a-z0-9]");
  }

  @Test
  void isAnotherOneInAnotherPlace() {
    assertThat(SET.id())
        .isNotEqualTo(ApplySet.of("production", "other").id())
        .isNotEqualTo(ApplySet.of("staging", "outsrc").id());
  }

  @Test
  void namesItsObjects() {
    assertThat(SET.parentName()).isEqualTo("backstay-production");
    assertThat(SET.digestsName(0)).isEqualTo("backstay-production-digests");
    assertThat(SET.digestsName(12)).isEqualTo("backstay-production-digests-12");
    assertThat(SET.memberSelector()).isEqualTo("applyset.kubernetes.io/part-of=" + SET.id());
  }
}
