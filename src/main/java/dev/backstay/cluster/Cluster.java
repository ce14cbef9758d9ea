package dev.backstay.cluster;

import dev.backstay.plan.ServedKinds;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cluster, shared by the environments that live in it. */
public final class Cluster implements AutoCloseable {
  private final KubeHttp http;
  private final AgentLease lease;
  private volatile @Nullable ServedKinds kinds;

  private Cluster(KubeHttp http, AgentLease lease) {
    this.http = http;
    this.lease = lease;
  }

  /**
   * Connects and begins to show that the agent lives. A cluster that does not answer is no error:
   * the first request will tell.
   *
   * @param kubeconfig empty: {@code $KUBECONFIG}, else the cluster the agent runs in
   * @param identity distinct for every agent, the same after its restart
   */
  public static Cluster connect(
      Optional<Path> kubeconfig, String identity, Clock clock, KubeHttp.RequestCounter counter) {
    KubeHttp http = KubeHttp.connect(kubeconfig, identity, counter);
    return new Cluster(http, new AgentLease(http, identity, clock).start());
  }

  /** The kinds it serves, as far as known: asked once, and again by {@link #refreshKinds}. */
  public ServedKinds kinds() throws ClusterException {
    ServedKinds known = kinds;
    return known == null ? refreshKinds() : known;
  }

  /** Asks again what it serves: after CRDs changed, or when a kind was not found. */
  public ServedKinds refreshKinds() throws ClusterException {
    ServedKinds read = new Discovery(http).read();
    kinds = read;
    return read;
  }

  /** What it serves has changed: it is asked when it is needed next. */
  public void forgetKinds() {
    kinds = null;
  }

  public AgentLease lease() {
    return lease;
  }

  public KubeHttp http() {
    return http;
  }

  public String address() {
    return http.address();
  }

  /** Ends the Lease; open watches must be closed before. */
  @Override
  public void close() {
    lease.close();
    http.close();
  }
}
