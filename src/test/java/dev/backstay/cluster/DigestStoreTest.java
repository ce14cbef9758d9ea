package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DigestStoreTest {
  private static final ObjectKey CORE = new ObjectKey("", "ConfigMap", "home", "a");
  private static final ObjectKey CLUSTER_SCOPED =
      new ObjectKey("rbac.authorization.k8s.io", "ClusterRole", "", "system:reader");

  @Test
  void writesALineAnObjectInOneOrder() {
    assertThat(DigestStore.format(Map.of(CLUSTER_SCOPED, "s2", CORE, "s1")))
        .isEqualTo(
            "\tConfigMap\thome\ta\ts1\nrbac.authorization.k8s.io\tClusterRole\t\tsystem:reader\ts2\n");
  }

  @Test
  void readsWhatItWrote() {
    Map<ObjectKey, String> digests = Map.of(CLUSTER_SCOPED, "s2", CORE, "");
    assertThat(DigestStore.parse(DigestStore.format(digests))).isEqualTo(digests);
    assertThat(DigestStore.parse("")).isEmpty();
  }

  @Test
  void leavesOutLinesOfAnotherForm() {
    assertThat(DigestStore.parse("garbage\n\tConfigMap\thome\ta\ts1\na\tb\tc\n\t\t\t\t\t\t\n"))
        .isEqualTo(Map.of(CORE, "s1"));
  }

  @Test
  void takesTheLastLineOfAnObject() {
    assertThat(DigestStore.parse("\tConfigMap\thome\ta\told\n\tConfigMap\thome\ta\tnew\n"))
        .isEqualTo(Map.of(CORE, "new"));
  }
}
