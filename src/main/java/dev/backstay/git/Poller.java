package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for news in the config repo: one ls-remote each interval, and a fetch when the branch
 * moved. One thread does it all, so a listener is never called twice at a time; a listener that
 * takes long delays the next poll.
 */
public final class Poller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(5);

  /** Who wants the news. Called on the poller's thread. */
  public interface Listener {
    /**
     * The branch is at another commit than the one last told, and the mirror has it. Told once
     * after a start too. If this throws, the commit is told again by the next poll.
     *
     * @param seen when the agent first could know: the wake, or else the answer of the git server
     */
    void onHead(Revision head, Instant seen);

    /** A poll failed; the next one comes after a growing wait. */
    void onFailure(GitFailure failure);

    /** A poll succeeded, with or without news. */
    void onReachable(Instant at);

    /** News were fetched, in this time. */
    void onFetched(Duration took);
  }

  /** What all who woke the poller since its last poll began wait for. */
  private record Wake(Instant at, CompletableFuture<PollStatus> polled) {}

  private final ConfigRepository repository;
  private final Duration interval;
  private final Listener listener;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private Optional<Wake> wake = Optional.empty();
  private Optional<Revision> told = Optional.empty();
  private volatile PollStatus status;
  private volatile boolean closed;

  private Poller(
      ConfigRepository repository,
      Duration interval,
      Listener listener,
      Backoff backoff,
      InstantSource clock)
      throws GitException {
    this.repository = repository;
    this.interval = interval;
    this.listener = listener;
    this.backoff = backoff;
    this.clock = clock;
    this.status =
        new PollStatus(repository.head(), Optional.empty(), Optional.empty(), 0, Optional.empty());
    this.thread = Thread.ofVirtual().name("git-poller").unstarted(this::run);
  }

  /** Begins to poll, at once. */
  public static Poller start(ConfigRepository repository, Duration interval, Listener listener)
      throws GitException {
    Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, RandomGenerator.getDefault());
    return start(repository, interval, listener, backoff, InstantSource.system());
  }

  static Poller start(
      ConfigRepository repository,
      Duration interval,
      Listener listener,
      Backoff backoff,
      InstantSource clock)
      throws GitException {
    Poller poller = new Poller(repository, interval, listener, backoff, clock);
    poller.thread.start();
    return poller;
  }

  public PollStatus status() {
    return status;
  }

  /**
   * Polls at once, whatever the waiting. Wakes that come while a poll runs share the next one.
   *
   * @return the status after a poll that began after this call; cancelled if the poller closes
   */
  public CompletableFuture<PollStatus> wake() {
    return wake(clock.instant());
  }

  /**
   * As {@link #wake()}, for who was woken before.
   *
   * @param at from when on the time counts that a commit takes
   */
  public CompletableFuture<PollStatus> wake(Instant at) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new CancellationException("the poller is closed"));
      }
      Wake shared = wake.orElseGet(() -> new Wake(at, new CompletableFuture<>()));
      wake = Optional.of(shared);
      changed.signalAll();
      return shared.polled().copy();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Optional<Wake> asked = takeWake();
        if (asked.isPresent()) {
          backoff.reset();
        }
        Duration wait = poll(asked.map(Wake::at)) ? interval : backoff.next();
        asked.ifPresent(this::answer);
        await(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      takeWake().ifPresent(this::answer);
    }
  }

  private void answer(Wake asked) {
    if (closed) {
      asked.polled().cancel(false);
    } else {
      asked.polled().complete(status);
    }
  }

  private Optional<Wake> takeWake() {
    lock.lock();
    try {
      Optional<Wake> taken = wake;
      wake = Optional.empty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void await(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (left > 0 && wake.isEmpty() && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean poll(Optional<Instant> wokenAt) {
    status = status.attempted(clock.instant());
    try {
      Revision remote = repository.lsRemote();
      Instant seen = wokenAt.orElseGet(clock::instant);
      boolean isKnown = status.head().equals(Optional.of(remote));
      long begun = System.nanoTime();
      Revision head = repository.fetch(remote);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      status = status.succeeded(head, clock.instant());
      backoff.reset();
      tell(head, seen, isKnown ? Optional.empty() : Optional.of(took));
      return true;
    } catch (GitException e) {
      fail(e.kind(), String.valueOf(e.getMessage()));
      return false;
    } catch (RuntimeException e) {
      // the loop must outlive a bug: the next poll may do better
      LOG.error("Tried to poll the config repo but failed because of a bug", e);
      fail(Kind.OTHER, "Tried to poll the config repo but failed because of a bug: " + e);
      return false;
    }
  }

  private void tell(Revision head, Instant seen, Optional<Duration> fetched) {
    try {
      listener.onReachable(clock.instant());
      fetched.ifPresent(listener::onFetched);
      if (!told.equals(Optional.of(head))) {
        listener.onHead(head, seen);
        told = Optional.of(head);
      }
    } catch (RuntimeException e) {
      LOG.error("Tried to tell of {} but failed because of a bug", head, e);
    }
  }

  private void fail(Kind kind, String message) {
    if (closed) {
      return; // it was closing that ended the poll
    }
    status = status.failed(message);
    LOG.warn("{}", message);
    try {
      listener.onFailure(new GitFailure(kind, message, status.failuresInRow(), clock.instant()));
    } catch (RuntimeException e) {
      LOG.error("Tried to tell of a failed poll but failed because of a bug", e);
    }
  }

  /** Ends the polling at once, also in the middle of a fetch. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
