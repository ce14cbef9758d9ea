package dev.backstay.sync;

import dev.backstay.git.ConfigRepository;
import dev.backstay.sync.lag.LagFinder;
import dev.backstay.sync.lag.Side;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps known what each environment lacks of the one before it. Looks when one of them got
 * somewhere, on a thread of its own, so that no sync waits for it.
 */
final class LagWatch implements SyncListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

  private final LagFinder finder;
  private final Supplier<Collection<Environment>> environments;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("lag").unstarted(this::run);

  /** By the name of the one that lags: what was compared last. */
  private final Map<String, Pair> compared = new ConcurrentHashMap<>();

  private record Pair(Side behind, Side ahead) {}

  LagWatch(ConfigRepository repository, Supplier<Collection<Environment>> environments) {
    this.finder = new LagFinder(repository);
    this.environments = environments;
  }

  LagWatch start() {
    thread.start();
    return this;
  }

  /** Something may have changed. Never blocks. */
  void look() {
    news.release();
  }

  @Override
  public void onStanding(String environment) {
    look();
  }

  private void run() {
    try {
      while (true) {
        news.acquire();
        news.drainPermits();
        lookAtAll();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtAll() {
    Optional<Environment> before = Optional.empty();
    for (Environment environment : environments.get()) {
      Optional<Side> here = side(environment);
      Optional<Side> ahead = before.flatMap(LagWatch::side);
      if (here.isPresent() && ahead.isPresent()) {
        compare(environment, new Pair(here.get(), ahead.get()));
      }
      before = Optional.of(environment);
    }
  }

  /** Empty as long as nothing is deployed. */
  private static Optional<Side> side(Environment environment) {
    EnvironmentStatus status = environment.status();
    return status
        .deployed()
        .map(deployed -> new Side(status.name(), status.path(), deployed.head()));
  }

  private void compare(Environment behind, Pair pair) {
    if (pair.equals(compared.get(pair.behind().name()))) {
      return;
    }
    try {
      behind.lags(finder.find(pair.behind(), pair.ahead()));
      compared.put(pair.behind().name(), pair);
    } catch (IOException | RuntimeException e) {
      // what cannot be compared now is compared again after the next sync
      LOG.warn(
          "{} cannot be compared with {}: {}",
          pair.behind().name(),
          pair.ahead().name(),
          e.toString());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
