package dev.backstay.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubectlJsonTest {

  static Stream<KubectlCases.Case> cases() {
    return KubectlCases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sendsWhatKubectlWouldSend(KubectlCases.Case theCase) {
    ReadResult result = Reading.of(theCase.yaml());

    if (theCase.verdict() == KubectlCases.Verdict.SAME) {
      assertThat(result)
          .isInstanceOfSatisfying(
              ReadResult.Manifests.class,
              read ->
                  assertThat(read.manifests())
                      .extracting(Manifest::json)
                      .isEqualTo(theCase.objects()));
    } else {
      assertThat(result).isInstanceOf(ReadResult.Unreadable.class);
    }
  }

  @Test
  void theCasesAreRead() {
    assertThat(cases()).hasSizeGreaterThan(250);
    assertThat(cases().map(KubectlCases.Case::verdict)).contains(KubectlCases.Verdict.values());
    assertThat(List.copyOf(KubectlCases.all())).doesNotHaveDuplicates();
  }
}
