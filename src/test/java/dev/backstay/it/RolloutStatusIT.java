package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.health.Health;
import dev.backstay.health.HealthRules;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Kubectl;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What we say of a live workload is what {@code kubectl rollout status} says of it. */
@ExtendWith(ClusterExtension.class)
final class RolloutStatusIT {
  private static final Map<String, String> KINDS =
      Map.of(
          "deployment", "Deployment.apps",
          "statefulset", "StatefulSet.apps",
          "daemonset", "DaemonSet.apps");

  private final TestCluster cluster;
  private final Kubectl kubectl;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("rollout");
  private final Map<String, Set<String>> compared = new HashMap<>();

  RolloutStatusIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.kubectl = new Kubectl(cluster);
    this.folder = folder;
  }

  private static String workload(String kind, String name, String tag, String more) {
    return """
        ---
        apiVersion: apps/v1
        kind: %1$s
        metadata: { name: %2$s }
        spec:
          %4$s
          selector: { matchLabels: { app: %2$s } }
          template:
            metadata: { labels: { app: %2$s } }
            spec: { containers: [{ name: main, image: "outsrc/%2$s:%3$s" }] }
        """
        .formatted(kind, name, tag, more);
  }

  private void apply(String tag) throws IOException {
    Path file = folder.resolve("workloads.yml");
    Files.writeString(
        file,
        workload("Deployment", "web", tag, "replicas: 2")
            + workload("Deployment", "late", tag, "replicas: 1\n  progressDeadlineSeconds: 2")
            + workload("Deployment", "none", tag, "replicas: 0")
            + workload("StatefulSet", "db", tag, "replicas: 2\n  serviceName: db")
            + workload(
                "StatefulSet",
                "part",
                tag,
                "replicas: 2\n  serviceName: part\n"
                    + "  updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 1 } }")
            + workload("DaemonSet", "node", tag, ""));
    cluster.kubectl("apply", "-n", namespace, "-f", file.toString());
  }

  @Test
  void saysWhatKubectlSaysOfTheSameObjects() throws IOException {
    cluster.kubectl("create", "namespace", namespace);
    List<String> all =
        List.of(
            "deployment/web",
            "deployment/late",
            "deployment/none",
            "statefulset/db",
            "statefulset/part",
            "daemonset/node");
    for (String tag : List.of("1.0.0", "slow", "broken", "1.0.1")) {
      apply(tag);
      all.forEach(this::compare);
      await()
          .untilAsserted(
              () -> {
                all.forEach(this::compare);
                assertThat(compared.get(tag.equals("broken") ? "failed" : "healthy"))
                    .contains(tag.equals("broken") ? "deployment/late" : "deployment/web");
              });
    }
    assertThat(compared.get("healthy")).containsAll(all);
    assertThat(compared.get("progressing"))
        .contains("deployment/web", "statefulset/db", "statefulset/part", "daemonset/node");
    assertThat(compared.get("failed")).containsExactly("deployment/late");
  }

  /** Between two looks at the same version of the object, kubectl is asked. */
  private void compare(String object) {
    JsonNode before = look(object);
    Kubectl.Result status =
        kubectl.run("rollout", "status", object, "-n", namespace, "--watch=false");
    if (!look(object)
        .path("metadata")
        .path("resourceVersion")
        .equals(before.path("metadata").path("resourceVersion"))) {
      return;
    }
    String kind = KINDS.getOrDefault(object.split("/", -1)[0], "");
    Health health = HealthRules.of(kind, before);
    compared.computeIfAbsent(health.word(), _ -> new HashSet<>()).add(object);
    assertThat(said(status)).as("%s: %s", object, before.path("status")).isEqualTo(words(health));
  }

  private static String words(Health health) {
    return health.word() + " " + health.sentence().replaceFirst("(deadline): .*", "$1");
  }

  /** In our words: without what kubectl puts around them. */
  private static String said(Kubectl.Result status) {
    String output = status.output().strip();
    if (output.contains("successfully rolled out")
        || output.contains("roll out complete")
        || output.contains("rolling update complete")) {
      return "healthy ";
    }
    if (status.exitCode() != 0) {
      return "failed " + output.replaceFirst("^error: deployment \"[^\"]*\" ", "");
    }
    return "progressing "
        + output
            .replaceFirst("^Waiting for .*(rollout|roll out) to finish: ", "")
            .replaceFirst(
                "^Waiting for (deployment|statefulset|daemon set)( \"[^\"]*\")? spec",
                "waiting for its spec")
            .replaceFirst("^Waiting", "waiting")
            .replaceFirst("\\.\\.\\.$", "");
  }

  private JsonNode look(String object) {
    return JsonMapper.shared()
        .readTree(cluster.kubectl("get", object, "-n", namespace, "-o", "json"));
  }
}
