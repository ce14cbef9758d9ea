package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ParentTest {
  private static Parent read(String json) {
    return Parent.of(JsonMapper.shared().readTree(json));
  }

  private static final Parent PARENT =
      read(
          """
          {"metadata": {
             "uid": "u", "resourceVersion": "7",
             "annotations": {
               "applyset.kubernetes.io/contains-group-kinds": "Deployment.apps,ConfigMap",
               "applyset.kubernetes.io/additional-namespaces": "annex",
               "backstay.dev/holder": "backstay/lease",
               "someone.else/note": "x"}},
           "data": {"state": "{}", "odd": 1}}
          """);

  @Test
  void readsWhatIsOurs() {
    assertThat(PARENT.exists()).isTrue();
    assertThat(PARENT.uid()).isEqualTo("u");
    assertThat(PARENT.resourceVersion()).isEqualTo("7");
    assertThat(PARENT.groupKinds()).containsExactly("ConfigMap", "Deployment.apps");
    assertThat(PARENT.namespaces()).containsExactly("annex");
    assertThat(PARENT.holder()).isEqualTo("backstay/lease");
    assertThat(PARENT.annotations()).containsOnlyKeys("backstay.dev/holder");
    assertThat(PARENT.data()).contains(entry("state", "{}"));
  }

  @Test
  void readsNothingFromAConfigMapThatSaysNothing() {
    Parent bare = read("{\"metadata\":{\"uid\":\"u\"}}");
    assertThat(bare.groupKinds()).isEmpty();
    assertThat(bare.namespaces()).isEmpty();
    assertThat(bare.data()).isEmpty();
    assertThat(bare.holder()).isEmpty();
    assertThat(bare.exists()).isTrue();
    assertThat(Parent.NONE.exists()).isFalse();
  }

  @Test
  void changesOnlyWhatIsNamed() {
    Parent changed =
        PARENT
            .withData("history", "[]")
            .withAnnotations(Map.of("backstay.dev/state", "synced"))
            .withMembers(new TreeSet<>(List.of("Service")), new TreeSet<>());
    assertThat(changed.data()).containsKeys("state", "history");
    assertThat(changed.annotations()).containsKeys("backstay.dev/holder", "backstay.dev/state");
    assertThat(changed.groupKinds()).containsExactly("Service");
    assertThat(changed.namespaces()).isEmpty();
    assertThat(changed.resourceVersion()).isEqualTo("7");
    assertThat(PARENT.data()).doesNotContainKey("history");
    assertThat(PARENT.annotations()).doesNotContainKey("backstay.dev/state");
  }
}
