package dev.backstay.notify;

import dev.backstay.config.CommitStatusConfig;
import dev.backstay.config.Forge;
import dev.backstay.sync.SyncListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a service what became of the commits, on a thread of its own: whoever has something to tell
 * never waits for it. A service that does not answer is asked again, for everything that waits.
 */
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int MOST_WAITING = 1_000;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(3);

  private final String provider;
  private final ForgeClient client;
  private final Patience patience;
  private final Counter counter;
  private final Outbox outbox = new Outbox(MOST_WAITING);
  private final CommitStatuses statuses = new CommitStatuses(this::offer);
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Thread thread;
  private int inRow;

  /** Is told of every notification that is at its end: for metrics. */
  @FunctionalInterface
  public interface Counter {
    /**
     * Counts one.
     *
     * @param worked whether it was taken, and not given up
     */
    void count(String provider, boolean worked);
  }

  Notifier(String provider, ForgeClient client, Patience patience, Counter counter) {
    this.provider = provider;
    this.client = client;
    this.patience = patience;
    this.counter = counter;
    this.thread = Thread.ofVirtual().name("notify " + provider).unstarted(this::run);
  }

  /**
   * Begins to wait for news; no request is made before there is some.
   *
   * @param branch that the commits are on
   */
  public static Notifier start(
      CommitStatusConfig config, String branch, Clock clock, Counter counter) {
    ForgeClient client = new ForgeClient(new ForgeApi(config, branch), clock, ANSWER_TIMEOUT);
    return new Notifier(word(config.provider()), client, Patience.DEFAULT, counter).start();
  }

  Notifier start() {
    thread.start();
    return this;
  }

  /** As in the configuration and in metrics. */
  public static String word(Forge forge) {
    return forge.name().toLowerCase(Locale.ROOT);
  }

  /** What is to be told of everything that happens. */
  public SyncListener listener() {
    return statuses;
  }

  void offer(CommitStatus status) {
    outbox.put(status).ifPresent(dropped -> giveUp(dropped.status(), "too many wait to be told"));
  }

  private void run() {
    try {
      Optional<Outbox.Letter> next = outbox.take();
      while (next.isPresent() && deliver(next.get())) {
        next = outbox.take();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives false if there is no use in going on. */
  private boolean deliver(Outbox.Letter letter) throws InterruptedException {
    CommitStatus status = letter.status();
    switch (send(status)) {
      case Answer.Taken _ -> {
        inRow = 0;
        counter.count(provider, true);
        LOG.debug("{} is {} at {}", status.subject(), status.state(), provider);
      }
      case Answer.Refused(String why) -> giveUp(status, why);
      case Answer.NotNow(String why, Optional<Duration> asked) -> {
        inRow++;
        Outbox.Letter again = letter.triedOnceMore();
        if (again.tries() >= patience.mostTries()) {
          giveUp(status, why + ", " + again.tries() + " times");
        } else {
          outbox.putBack(again);
        }
        Duration wait = patience.after(inRow, asked, random);
        if (inRow == 1) {
          LOG.warn("{} could not be told to {}: {}; tried again", status.subject(), provider, why);
        }
        return outbox.pause(wait);
      }
    }
    return true;
  }

  private Answer send(CommitStatus status) throws InterruptedException {
    try {
      return client.send(status);
    } catch (RuntimeException e) {
      // a bug in one status must not end the telling of all others
      return new Answer.Refused(e.toString());
    }
  }

  private void giveUp(CommitStatus status, String why) {
    counter.count(provider, false);
    LOG.warn("{} was not told to {}: {}", status.subject(), provider, why);
  }

  /** Sends what waits, once and for seconds only; what a service does not take then is dropped. */
  @Override
  public void close() {
    outbox.close();
    try {
      if (thread.isAlive() && !thread.join(LONGEST_FLUSH)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    client.close();
    if (outbox.size() > 0) {
      LOG.warn("{} commit statuses were not told to {}", outbox.size(), provider);
    }
  }
}
