package dev.backstay.it;

import dev.backstay.testing.Fault;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.ProxyRequest;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Lets all requests pass, and holds back what watches tell while it is closed. */
final class WatchGate implements FaultProxy.Rule {
  private volatile CountDownLatch opened = new CountDownLatch(0);

  void close() {
    opened = new CountDownLatch(1);
  }

  /** All that was held back is told now. */
  void open() {
    opened.countDown();
  }

  @Override
  public Fault on(ProxyRequest request) {
    return request.isWatch() ? new Fault.Lines(this::passed) : new Fault.Pass();
  }

  private List<String> passed(String event) {
    try {
      opened.await();
      return List.of(event);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
