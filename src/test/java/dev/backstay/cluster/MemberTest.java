package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class MemberTest {
  private static Member member(String metadata) {
    return Member.of(
        new ObjectKey("", "ConfigMap", "home", "a"),
        JsonMapper.shared().readTree("{\"metadata\":" + metadata + "}"));
  }

  @Test
  void isOursOnlyIfWeAppliedIt() {
    assertThat(
            member("{\"managedFields\":[{\"manager\":\"backstay\",\"operation\":\"Apply\"}]}")
                .isAppliedBy("backstay"))
        .isTrue();
    assertThat(
            member("{\"managedFields\":[{\"manager\":\"backstay\",\"operation\":\"Update\"}]}")
                .isAppliedBy("backstay"))
        .isFalse();
    assertThat(
            member("{\"managedFields\":[{\"manager\":\"kubectl\",\"operation\":\"Apply\"}]}")
                .isAppliedBy("backstay"))
        .isFalse();
    assertThat(member("{}").isAppliedBy("backstay")).isFalse();
  }

  @Test
  void tellsWhatItsMetadataSays() {
    Member member =
        member(
            """
            {"uid":"u","resourceVersion":"7","generation":3,
             "deletionTimestamp":"2026-05-04T12:00:00Z",
             "labels":{"l":"1"},"annotations":{"n":"2"}}
            """);
    assertThat(member.uid() + " " + member.resourceVersion()).isEqualTo("u 7");
    assertThat(member.generation()).isEqualTo(3);
    assertThat(member.terminating()).isTrue();
    assertThat(member.label("l") + member.annotation("n")).isEqualTo("12");
    assertThat(member.label("x") + member.annotation("x")).isEmpty();
    assertThat(member("{}").terminating()).isFalse();
  }
}
