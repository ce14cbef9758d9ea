package dev.backstay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestCluster;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
final class DigestStoreIT {
  /** Small enough for some hundred objects to need several shards. */
  private static final int SMALL = 4_000;

  private final TestCluster cluster;
  private final String namespace = TestCluster.uniqueName("digests");
  private final ApplySet set = ApplySet.of("production", namespace);
  private final KubeHttp http;

  DigestStoreIT(TestCluster cluster) {
    this.cluster = cluster;
    this.http = KubeHttp.connect(Optional.of(cluster.agentKubeconfig()), "tests", (_, _) -> {});
  }

  @BeforeEach
  void makeNamespace() {
    cluster.kubectl("create", "namespace", namespace);
  }

  @AfterEach
  void disconnect() {
    http.close();
  }

  @Test
  void readsWhatAnotherOneWroteOverManyShards() throws ClusterException {
    Map<ObjectKey, String> digests = digests(400);
    DigestStore writer = store();
    writer.write(digests);

    DigestStore reader = store();
    assertThat(reader.read()).isEqualTo(digests);
    assertThat(reader.bytes()).isEqualTo(writer.bytes()).isGreaterThan(2L * SMALL);
    assertThat(shards()).contains("backstay-production-digests-2");
  }

  @Test
  void removesShardsThatAreNoLongerNeeded() throws ClusterException {
    store().write(digests(400));
    DigestStore later = store();
    later.read();
    Map<ObjectKey, String> few = digests(3);
    later.write(few);

    assertThat(shards()).isEqualTo("backstay-production-digests");
    assertThat(store().read()).isEqualTo(few);
  }

  @Test
  void ignoresShardsOfAWriteThatWasCutOffAndRemovesThemWithTheNext() throws ClusterException {
    Map<ObjectKey, String> before = digests(60);
    store().write(before);
    assertThat(shards()).isEqualTo("backstay-production-digests");
    String first = shard("backstay-production-digests");
    // the first shard is written last: putting it back is what a cut off write leaves
    store().write(digests(400));
    cluster.kubectl(
        "patch",
        "configmap/backstay-production-digests",
        "-n",
        namespace,
        "--type=merge",
        "-p",
        first);

    DigestStore next = store();
    assertThat(next.read()).isEqualTo(before);
    next.write(before);
    assertThat(shards()).isEqualTo("backstay-production-digests");
    assertThat(store().read()).isEqualTo(before);
  }

  @Test
  void hasNothingWhereThereIsNothing() throws ClusterException {
    assertThat(store().read()).isEmpty();
    assertThat(store().bytes()).isZero();
  }

  private DigestStore store() {
    return new DigestStore(http, set, SMALL);
  }

  private String shard(String name) {
    String data = cluster.jsonPath(namespace, "configmap/" + name, ".data");
    String packed = cluster.jsonPath(namespace, "configmap/" + name, ".binaryData");
    return "{\"data\":" + data + ",\"binaryData\":" + packed + "}";
  }

  private String shards() {
    return cluster
        .kubectl("get", "configmaps", "-n", namespace, "-o", "name")
        .lines()
        .map(line -> line.substring(line.indexOf('/') + 1))
        .filter(name -> name.startsWith("backstay-"))
        .collect(Collectors.joining(" "));
  }

  private static Map<ObjectKey, String> digests(int count) {
    Map<ObjectKey, String> digests = new HashMap<>();
    for (int i = 0; i < count; i++) {
      digests.put(new ObjectKey("", "ConfigMap", "home", "cm-" + i), UUID.randomUUID().toString());
    }
    return digests;
  }
}
