package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class StoredParentsTest {
  @ParameterizedTest
  @CsvSource({
    "backstay/v1, backstay-production, true",
    "kubectl/v1.37.2, backstay-production, false",
    "backstay/v1, production, false",
    "'', backstay-production, false"
  })
  void onlyWhatAnAgentLooksAfterIsAnEnvironment(String tooling, String name, boolean expected) {
    String json =
        """
        {"metadata": {"name": "%s", "namespace": "outsrc", "uid": "1",
          "annotations": {"applyset.kubernetes.io/tooling": "%s", "backstay.dev/state": "synced"}},
         "data": {"state": "{}"}}
        """
            .formatted(name, tooling);
    var found = StoredParents.of(JsonMapper.shared().readTree(json));
    assertThat(found.isPresent()).isEqualTo(expected);
    found.ifPresent(
        parent -> {
          assertThat(parent.environment()).isEqualTo("production");
          assertThat(parent.namespace()).isEqualTo("outsrc");
          assertThat(parent.parent().annotations()).containsEntry(Parent.STATE, "synced");
        });
  }
}
