package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chart, applied to the real API server: an agent that reaches the cluster by the kubeconfig
 * may do exactly what the chart lets it do, and not one thing more.
 *
 * @param namespace of the release
 * @param kubeconfig with the token of the agent's account
 * @param config backstay.yaml, as the chart mounts it
 */
public record InstalledChart(String namespace, Path kubeconfig, JsonNode config) {
  /**
   * Renders and applies everything but the agent's own pod, which the test plays.
   *
   * @param folder where files may be put
   * @param namespace of the release; it is made if it is missing
   * @param values as in a file of values; environments without {@code cluster}
   */
  public static InstalledChart install(
      TestCluster cluster, Path folder, String namespace, String values) {
    try {
      Path valuesFile = Files.writeString(folder.resolve(namespace + ".values.yaml"), values);
      Path rendered = folder.resolve(namespace + ".rendered.yaml");
      AccessFile.write(rendered, namespace, valuesFile);
      String all = Files.readString(rendered);
      List<JsonNode> objects = Chart.parse(all);
      if (!cluster.exists("", "namespace/" + namespace)) {
        cluster.kubectl("create", "namespace", namespace);
      }
      Path applied = folder.resolve(namespace + ".applied.yaml");
      Files.writeString(applied, String.join("\n---\n", withoutPods(all, objects)));
      cluster.kubectl("apply", "--server-side", "-f", applied.toString());
      Path kubeconfig = folder.resolve(namespace + ".kubeconfig");
      writeKubeconfig(cluster, namespace, kubeconfig);
      cluster.histories().ifPresent(histories -> histories.isDirect(kubeconfig));
      return new InstalledChart(namespace, kubeconfig, config(objects));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Renders the chart for several files of values, without applying anything.
   *
   * @return what it makes of each, in the order of their names
   */
  public static Map<Path, Path> rendered(Path folder, String namespace, List<Path> values) {
    Map<Path, Path> files = new TreeMap<>();
    values.forEach(file -> files.put(file, folder.resolve("rendered-" + file.getFileName())));
    AccessFile.writeAll(namespace, files);
    return files;
  }

  private static List<String> withoutPods(String all, List<JsonNode> objects) {
    Set<String> kinds =
        objects.stream().map(o -> o.path("kind").asString()).collect(Collectors.toSet());
    kinds.remove("Deployment");
    return Chart.documents(all, kinds);
  }

  private static JsonNode config(List<JsonNode> objects) {
    String text =
        objects.stream()
            .map(object -> object.path("data").path("backstay.yaml").asString(""))
            .filter(content -> !content.isEmpty())
            .findFirst()
            .orElseThrow();
    return Chart.parse(text).getFirst();
  }

  private static void writeKubeconfig(TestCluster cluster, String namespace, Path file)
      throws IOException {
    String token =
        cluster.kubectl("create", "token", Chart.RELEASE, "-n", namespace, "--duration=24h");
    Files.copy(cluster.kubeconfig(), file);
    cluster.kubectlWith(file, "config", "set-credentials", "agent", "--token=" + token.strip());
    String context = cluster.kubectlWith(file, "config", "current-context").strip();
    cluster.kubectlWith(
        file, "config", "set-context", context, "--user=agent", "--namespace=" + namespace);
  }

  /**
   * The environments as the chart configures them, for an agent outside of the cluster: the value
   * of {@code environments} in backstay.yaml, on one line.
   */
  public String environments() {
    ArrayNode environments = (ArrayNode) config.path("environments").deepCopy();
    for (JsonNode environment : environments) {
      ((ObjectNode) environment).putObject("cluster").put("kubeconfig", kubeconfig.toString());
    }
    return environments.toString();
  }

  /** Who the agent is to the API server. */
  public String user() {
    return "system:serviceaccount:" + namespace + ":" + Chart.RELEASE;
  }
}
