package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigestShardsTest {
  private static final ObjectKey CORE = new ObjectKey("", "ConfigMap", "home", "a");
  private static final ObjectKey NEXT = new ObjectKey("", "ConfigMap", "home", "b");
  private static final ObjectKey CLUSTER_SCOPED =
      new ObjectKey("rbac.authorization.k8s.io", "ClusterRole", "", "system:reader");
  private static final int LARGEST = 512 * 1024;

  @Test
  void writesALineAnObjectInOneOrderUnderWhatTheyHaveInCommon() {
    Map<ObjectKey, String> digests = Map.of(CLUSTER_SCOPED, "s2", NEXT, "s3 mark@7", CORE, "s1");
    assertThat(DigestShards.format(digests).lines())
        .containsExactly(
            "\tConfigMap\thome",
            "a\ts1",
            "b\ts3 mark@7",
            "rbac.authorization.k8s.io\tClusterRole\t",
            "system:reader\ts2");
  }

  @Test
  void readsWhatItWrote() {
    Map<ObjectKey, String> digests = Map.of(CLUSTER_SCOPED, "s2", CORE, "", NEXT, "-");
    assertThat(DigestShards.parse(DigestShards.format(digests))).isEqualTo(digests);
    assertThat(DigestShards.parse("")).isEmpty();
  }

  @Test
  void leavesOutLinesOfAnotherForm() {
    assertThat(
            DigestShards.parse(
                "early\tx\ngarbage\n\tConfigMap\thome\na\ts1\n\na\tb\tc\td\n\t\t\t\t\t\n"))
        .isEqualTo(Map.of(CORE, "s1"));
  }

  @Test
  void takesTheLastLineOfAnObject() {
    assertThat(DigestShards.parse("\tConfigMap\thome\na\told\na\tnew\n"))
        .isEqualTo(Map.of(CORE, "new"));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "10, 1", "10000, 1", "50000, 4"})
  void packsAnyNumberOfObjectsIntoPiecesThatAConfigMapTakes(int objects, int pieces) {
    Map<ObjectKey, String> digests = digests(objects);

    List<byte[]> packed = DigestShards.pack(digests, LARGEST);

    assertThat(packed).hasSize(pieces).allMatch(piece -> piece.length <= LARGEST);
    Map<ObjectKey, String> read = new HashMap<>();
    packed.forEach(piece -> read.putAll(DigestShards.unpack(piece)));
    assertThat(read).isEqualTo(digests);
  }

  @Test
  void cutsOnceMoreWhereHalvesAreOfUnequalSize() {
    Map<ObjectKey, String> digests = new HashMap<>(digests(1000));
    digests.replaceAll((key, value) -> key.name().compareTo("deployment-05") < 0 ? "" : value);

    List<byte[]> packed = DigestShards.pack(digests, 12_000);

    assertThat(packed).allMatch(piece -> piece.length <= 12_000);
    Map<ObjectKey, String> read = new HashMap<>();
    packed.forEach(piece -> read.putAll(DigestShards.unpack(piece)));
    assertThat(read).isEqualTo(digests);
  }

  @Test
  void readsNothingFromWhatIsNoPiece() {
    assertThat(DigestShards.unpack(new byte[0])).isEmpty();
    assertThat(DigestShards.unpack("text".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  /** With values that cannot be compressed, as seals cannot. */
  private static Map<ObjectKey, String> digests(int count) {
    Random random = new Random(42);
    Map<ObjectKey, String> digests = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[28];
      random.nextBytes(value);
      String name = "deployment-%05d-of-a-team".formatted(i);
      digests.put(
          new ObjectKey("apps", "Deployment", "outsrc-" + i % 3, name),
          Base64.getUrlEncoder().encodeToString(value));
    }
    return digests;
  }
}
