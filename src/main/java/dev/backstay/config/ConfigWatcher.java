package dev.backstay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a configuration file that changed. It compares contents and asks the file system for
 * nothing else: a mounted ConfigMap changes by swapping a symbolic link, which is no event of the
 * file, and a time stamp says neither that a file changed nor that it did not.
 *
 * <p>A change counts once it has been seen twice, so that a file caught while it is being written,
 * which may be valid without its last lines, is not taken for a configuration.
 */
public final class ConfigWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);

  private final Path file;
  private final Duration interval;
  private final Consumer<ConfigReading> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Optional<ConfigText> lastSeen = Optional.empty();
  private Optional<ConfigText> lastRead = Optional.empty();
  private ConfigReading lastTold;

  /** Does not look by itself before it is started. */
  ConfigWatcher(
      Path file, AgentConfig current, Duration interval, Consumer<ConfigReading> listener) {
    this.file = file;
    this.interval = interval;
    this.listener = listener;
    this.lastTold = new ConfigReading.Valid(current);
    this.thread = Thread.ofVirtual().name("config-watcher").unstarted(this::run);
  }

  /**
   * Starts watching.
   *
   * @param current what the agent runs with; a change made since it was read is told too
   * @param interval between two looks at the file
   * @param listener gets, on the watcher's own thread, each new configuration, or the errors of one
   *     that is not to be used; not one that says the same as before in other words
   */
  public static ConfigWatcher start(
      Path file, AgentConfig current, Duration interval, Consumer<ConfigReading> listener) {
    ConfigWatcher watcher = new ConfigWatcher(file, current, interval, listener);
    watcher.thread.start();
    return watcher;
  }

  /** Returns when the listener is not called any more. */
  @Override
  public void close() {
    closed.countDown();
    try {
      // a listener that closes the watcher would wait for itself
      if (!Thread.currentThread().equals(thread)) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      do {
        lookSafely();
      } while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing may end the watching: the next change may be the one that mends it. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error("could not take over a change of {}", file, e);
    }
  }

  void look() {
    Optional<ConfigText> now = Optional.of(ConfigText.of(file));
    boolean settled = now.equals(lastSeen);
    lastSeen = now;
    if (settled && !now.equals(lastRead)) {
      lastRead = now;
      now.map(text -> ConfigReader.read(file, text)).filter(this::isNews).ifPresent(this::tell);
    }
  }

  private boolean isNews(ConfigReading reading) {
    return !reading.equals(lastTold);
  }

  private void tell(ConfigReading reading) {
    lastTold = reading;
    listener.accept(reading);
  }
}
