package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.Chart;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.InstalledChart;
import dev.backstay.testing.Kubectl;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real API server takes every object that the chart makes, and knows every field of it. */
@ExtendWith(ClusterExtension.class)
final class ChartApplyIT {
  private static final Path VALUES = Path.of("src/test/resources/chart");

  @Test
  void everyRenderingIsTakenWordForWordAndItsPodIsRestricted(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    Path kinds = VALUES.resolve("monitoring-crds.yml");
    cluster.kubectl("apply", "--server-side", "-f", kinds.toString());
    cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "-f", kinds.toString());
    String release = TestCluster.uniqueName("matrix");
    List<Path> matrix;
    try (Stream<Path> files = Files.list(VALUES)) {
      matrix = files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    Map<Path, Path> rendered = InstalledChart.rendered(folder, release, matrix);
    Set<String> namespaces = new TreeSet<>();
    for (Path file : rendered.values()) {
      for (JsonNode object : Chart.parse(Files.readString(file))) {
        namespaces.add(object.at("/metadata/namespace").asString(release));
      }
    }
    Kubectl kubectl = new Kubectl(cluster);
    List<String> made =
        namespaces.stream()
            .filter(n -> kubectl.run("create", "namespace", n).exitCode() == 0)
            .toList();
    cluster.kubectl("label", "namespace", release, "pod-security.kubernetes.io/enforce=restricted");
    try {
      for (Map.Entry<Path, Path> one : rendered.entrySet()) {
        dryRun(kubectl, one.getKey(), one.getValue());
        for (JsonNode object : Chart.parse(Files.readString(one.getValue()))) {
          if (object.path("kind").asString().equals("Deployment")) {
            dryRun(kubectl, one.getKey(), pod(folder, object));
          }
        }
      }
    } finally {
      // other tests use such names: they are gone when this ends
      cluster.kubectl(
          Stream.concat(Stream.of("delete", "namespace"), made.stream()).toArray(String[]::new));
    }
  }

  /** What the Deployment's controller would make: only of a Pod itself Pod Security refuses it. */
  private static Path pod(Path folder, JsonNode deployment) throws IOException {
    ObjectNode pod = (ObjectNode) deployment.at("/spec/template").deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ((ObjectNode) pod.path("metadata"))
        .put("name", "agent")
        .put("namespace", deployment.at("/metadata/namespace").asString());
    return Files.writeString(folder.resolve("pod.json"), pod.toString());
  }

  private static void dryRun(Kubectl kubectl, Path values, Path objects) {
    Kubectl.Result result =
        kubectl.run(
            "apply",
            "--server-side",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            objects.toString());

    assertThat(result.exitCode()).as("%s: %s", values, result.output()).isZero();
    assertThat(result.output()).as("%s", values).doesNotContainIgnoringCase("warning");
  }
}
