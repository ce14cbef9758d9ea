package dev.backstay.cluster;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The clusters an agent works in, each connected once. */
public final class Clusters implements AutoCloseable {
  private final Map<Optional<Path>, Cluster> connected = new HashMap<>();
  private final String identity;
  private final Clock clock;
  private final KubeHttp.RequestCounter counter;

  public Clusters(String identity, Clock clock, KubeHttp.RequestCounter counter) {
    this.identity = identity;
    this.clock = clock;
    this.counter = counter;
  }

  /**
   * The cluster of a kubeconfig.
   *
   * @param kubeconfig empty for the cluster that the agent runs in
   */
  public synchronized Cluster get(Optional<Path> kubeconfig) {
    return connected.computeIfAbsent(
        kubeconfig, file -> Cluster.connect(file, identity, clock, counter));
  }

  @Override
  public synchronized void close() {
    connected.values().forEach(Cluster::close);
    connected.clear();
  }
}
