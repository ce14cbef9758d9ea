package dev.backstay.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Runs many small requests side by side, as many at once as an API server of two cores likes. */
final class Parallel {
  private static final int AT_ONCE = 16;

  private Parallel() {}

  /** Applies a function to all, in any order; gives the results in theirs. */
  static <T, R> List<R> map(List<T> items, Function<T, R> function) {
    if (items.size() == 1) {
      return List.of(function.apply(items.getFirst()));
    }
    Semaphore places = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> futures = new ArrayList<>(items.size());
      for (T item : items) {
        places.acquireUninterruptibly();
        futures.add(
            threads.submit(
                () -> {
                  try {
                    return function.apply(item);
                  } finally {
                    places.release();
                  }
                }));
      }
      return futures.stream().map(Parallel::result).toList();
    }
  }

  private static <R> R result(Future<R> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException _) {
          // requests under way are not cut; the caller sees the interrupt when they are done
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a request ended in an unexpected way", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
