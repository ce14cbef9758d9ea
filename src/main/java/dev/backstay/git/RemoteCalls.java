package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;

/**
 * Gives each talk with the git server an end. JGit's timeout is for one read only, so a server that
 * drips would hold a caller for ever. The talk runs on a virtual thread of its own, because
 * interrupting one closes the socket it waits for.
 */
final class RemoteCalls implements AutoCloseable {
  /** How long a caller waits for the end of a talk it gave up. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** One talk; it gives up soon after the monitor says so or its thread is interrupted. */
  @FunctionalInterface
  interface Call<T> {
    T run(ProgressMonitor monitor) throws GitException;
  }

  private final Set<Talk<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  <T> T within(Duration limit, String tried, Call<T> call) throws GitException {
    Talk<T> talk = new Talk<>(call);
    running.add(talk);
    try {
      if (closed) {
        throw stopping(tried);
      }
      return talk.start().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw GitFailures.tooSlow(tried, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException(Kind.OTHER, tried, "it was interrupted", e);
    } catch (CancellationException e) {
      throw stopping(tried);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GitException known
          ? known
          : GitFailures.ofMirror(Kind.OTHER, tried, e.getCause() == null ? e : e.getCause());
    } finally {
      talk.end();
      running.remove(talk);
    }
  }

  private static GitException stopping(String tried) {
    return new GitException(Kind.OTHER, tried, "the config repo is closed");
  }

  /** Ends what runs and refuses what comes later. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Talk::cancel);
  }

  private static final class Talk<T> {
    private final Stop stop = new Stop();
    private final FutureTask<T> task;
    private final Thread thread;

    Talk(Call<T> call) {
      task = new FutureTask<>(() -> call.run(stop));
      thread = Thread.ofVirtual().name("git-remote").unstarted(task);
    }

    FutureTask<T> start() {
      thread.start();
      return task;
    }

    void cancel() {
      stop.asked = true;
      task.cancel(true);
    }

    /** Cancels what has not ended, and lets it leave the mirror in order if it does so soon. */
    void end() {
      cancel();
      if (!thread.isAlive()) {
        return;
      }
      try {
        thread.join(GRACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Stop extends EmptyProgressMonitor {
    private volatile boolean asked;

    @Override
    public boolean isCancelled() {
      return asked;
    }
  }
}
