package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApplySetTest {
  @Test
  void theIdIsTheOneThatKubectlComputes() {
    // sha256 of backstay-production.outsrc.ConfigMap. in unpadded base64url, as KEP-3659 says
    ApplySet set = ApplySet.of("production", "outsrc");
    assertThat(set.id()).startsWith("applyset-").endsWith("-v1").hasSize(9 + 43 + 3);
    assertThat(set.parentName()).isEqualTo("backstay-production");
    assertThat(set.memberSelector()).isEqualTo("applyset.kubernetes.io/part-of=" + set.id());
    assertThat(ApplySet.of("production", "other").id()).isNotEqualTo(set.id());
  }

  @Test
  void digestsSurviveTheirText() {
    Map<ObjectKey, String> digests =
        Map.of(
            new ObjectKey("", "ConfigMap", "outsrc", "a"), "x",
            new ObjectKey("apps", "Deployment", "outsrc", "b"), "");
    assertThat(DigestStore.parse(DigestStore.format(digests))).isEqualTo(digests);
    assertThat(DigestStore.parse("half a line\n\tConfigMap")).isEmpty();
  }

  @Test
  void sealsOfEqualDigestsAreEqualUnderOneKeyOnly() {
    DigestKey key = DigestKey.fresh();
    assertThat(key.seal("a")).isEqualTo(key.seal("a")).isNotEqualTo(key.seal("b"));
    assertThat(DigestKey.fresh().seal("a")).isNotEqualTo(key.seal("a"));
  }

  @Test
  void linesAreCutFromBytesAlsoInTheMiddleOfACharacter() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter =
        new LineSplitter(bytes -> lines.add(new String(bytes, StandardCharsets.UTF_8)));
    byte[] bytes = "grüße\nzwei\n".getBytes(StandardCharsets.UTF_8);
    for (byte one : bytes) {
      splitter.take(List.of(ByteBuffer.wrap(new byte[] {one})));
    }
    splitter.take(List.of(ByteBuffer.wrap("drei\nvier".getBytes(StandardCharsets.UTF_8))));
    assertThat(lines).containsExactly("grüße", "zwei", "drei");
  }
}
