package dev.backstay.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * Where an environment waits, for whatever concerns it: a newer head takes the place of an older
 * one that was not looked at yet.
 */
final class Mailbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<PostedOrder> orders = new ArrayList<>();
  private Optional<Target> latest = Optional.empty();
  private boolean fresh;
  private boolean asked;
  private Optional<Instant> woken = Optional.empty();
  private boolean stopping;
  private final BiPredicate<Target, Target> mayTakeOver;

  /**
   * @param mayTakeOver whether a newer state may take the place of one that is being carried out
   */
  Mailbox(BiPredicate<Target, Target> mayTakeOver) {
    this.mayTakeOver = mayTakeOver;
  }

  /** A newer state of the branch. */
  void post(Target target) {
    change(
        () -> {
          latest = Optional.of(target);
          fresh = true;
        });
  }

  /** Somebody wants a sync now: waits and back-offs end. */
  void ask() {
    change(() -> asked = true);
  }

  /** What failed before this moment, and waits to be tried again, need not wait any longer. */
  void endWaits(Instant before) {
    change(() -> woken = Optional.of(before));
  }

  /** Somebody wants the environment to hold still, or to go on; after the end nobody would. */
  void order(PostedOrder order) {
    change(
        () -> {
          if (stopping) {
            order.endsWithItsLoop();
          } else {
            orders.add(order);
          }
        });
  }

  /** Something that the environment may be waiting for has changed. */
  void nudge() {
    change(() -> {});
  }

  void stop() {
    change(() -> stopping = true);
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The newest state of the branch, if any was seen. */
  Optional<Target> latest() {
    return read(() -> latest);
  }

  boolean isStopping() {
    return read(() -> stopping);
  }

  /**
   * Whether a sync to this target should make way: the folder has changed since, somebody wants the
   * environment to hold still, or the end.
   */
  boolean isOvertaken(Target current) {
    return read(() -> stopping || orders.stream().anyMatch(PostedOrder::stops))
        || latest()
            .filter(newer -> !newer.hasSameFolderAs(current))
            .filter(newer -> mayTakeOver.test(newer, current))
            .isPresent();
  }

  /** Whether there is something that was not looked at yet. */
  boolean hasNews() {
    return read(() -> fresh || asked || woken.isPresent() || stopping || !orders.isEmpty());
  }

  /** Takes note of all news; tells whether somebody asked for a sync. */
  boolean takeNews() {
    return read(
        () -> {
          boolean wasAsked = asked;
          fresh = false;
          asked = false;
          return wasAsked;
        });
  }

  /** Takes the last moment of {@link #endWaits} that was not taken yet. */
  Optional<Instant> takeEndOfWaits() {
    return read(
        () -> {
          Optional<Instant> before = woken;
          woken = Optional.empty();
          return before;
        });
  }

  /** Takes all orders that were not carried out yet, in the order in which they came. */
  List<PostedOrder> takeOrders() {
    return read(
        () -> {
          List<PostedOrder> all = List.copyOf(orders);
          orders.clear();
          return all;
        });
  }

  /**
   * Waits until a condition holds; it is looked at again after each change.
   *
   * @return whether it holds
   */
  boolean await(BooleanSupplier condition, Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopping = true;
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private <T> T read(java.util.function.Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }
}
