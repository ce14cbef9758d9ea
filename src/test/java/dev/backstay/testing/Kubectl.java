package dev.backstay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl where its failure matters too, with ApplySets switched on. */
public final class Kubectl {
  private final TestCluster cluster;

  public Kubectl(TestCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * How a command ended.
   *
   * @param output all that it printed
   */
  public record Result(int exitCode, String output) {}

  /** Runs it as cluster admin. */
  public Result run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(cluster.kubectlPath()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
    builder.environment().put("KUBECTL_APPLYSET", "true");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
