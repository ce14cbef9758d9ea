package dev.backstay.testing.crash;

import dev.backstay.testing.Fault;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.ProxyRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A second API server of the cluster, which can be cut off from the first: then it answers every
 * read as it would have been at one moment, and its watches tell nothing. Writes go through.
 */
public final class FrozenServer implements AutoCloseable {
  private final FaultProxy proxy;
  private final Past past;
  private final Path kubeconfig;
  private final AtomicInteger reads = new AtomicInteger();
  private CountDownLatch thawed = new CountDownLatch(0);

  /**
   * Starts it, not cut off.
   *
   * @param kubeconfig of the agent
   */
  public FrozenServer(Path kubeconfig, Path folder) {
    this.proxy = FaultProxy.inFrontOf(kubeconfig);
    this.past = new Past(kubeconfig);
    this.kubeconfig = proxy.kubeconfig(folder, kubeconfig);
  }

  /** A way to it. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The moment that is now. */
  public String now() {
    return past.version();
  }

  /** From now on it shows the cluster as it was at a moment. */
  public void freezeAt(String moment) {
    CountDownLatch until = new CountDownLatch(1);
    thawed = until;
    proxy.rule(request -> answer(request, moment, until));
  }

  private Fault answer(ProxyRequest request, String moment, CountDownLatch until) {
    Optional<Resource> resource = Resource.of(request.path());
    if (resource.isEmpty() || request.isLease() || !request.method().equals("GET")) {
      return new Fault.Pass();
    }
    if (request.isWatch()) {
      return new Fault.Hold(until);
    }
    reads.incrementAndGet();
    return past.answer(request, resource.get(), moment);
  }

  /** How often it answered with what once was. */
  public int staleReads() {
    return reads.get();
  }

  /** It is like the first one again. */
  public void thaw() {
    proxy.pass();
    thawed.countDown();
  }

  @Override
  public void close() {
    thaw();
    past.close();
    proxy.close();
  }
}
