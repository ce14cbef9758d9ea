package dev.backstay.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again until it is closed. */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private final Duration interval;
  private final Runnable work;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("http-keeper").unstarted(this::run);

  Keeper(Duration interval, Runnable work) {
    this.interval = interval;
    this.work = work;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        workSafely();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void workSafely() {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("the HTTP server could not be looked after", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
