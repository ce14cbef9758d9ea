package dev.backstay.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The namespace that the agent itself runs in, where it runs as a pod: nobody deploys into it. */
public final class AgentHome {
  /** Where Kubernetes tells a pod where it is. */
  private static final Path TOLD =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private AgentHome() {}

  /**
   * In the cluster that is reached so; empty if that is another one, or the agent is no pod.
   *
   * @param kubeconfig empty for the cluster that the agent runs in
   */
  public static Optional<String> namespace(Optional<Path> kubeconfig) {
    return namespace(kubeconfig, System.getenv(), TOLD);
  }

  static Optional<String> namespace(
      Optional<Path> kubeconfig, Map<String, String> environment, Path told) {
    boolean isAnother =
        kubeconfig.isPresent() || !environment.getOrDefault("KUBECONFIG", "").isEmpty();
    if (isAnother || !Files.isReadable(told)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(told).strip()).filter(name -> !name.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
