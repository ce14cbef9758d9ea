package dev.backstay.testing.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs what needs no other, some at a time. */
final class SideBySide {
  private SideBySide() {}

  /** Gives the results in the order of their numbers, which count from 0; fails if one fails. */
  static <T> List<T> run(int count, int atOnce, IntFunction<T> task) {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(threads.submit(() -> task.apply(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
