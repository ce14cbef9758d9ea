package dev.backstay.notify;

import dev.backstay.notify.CommitStatus.Subject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Statuses that wait to be sent, in the order in which their commits came. A newer one of the same
 * commit takes the place of an older one.
 */
final class Outbox {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Subject, Letter> waiting = new LinkedHashMap<>();
  private boolean closed;

  /**
   * A status on its way.
   *
   * @param tries how often it was sent in vain
   */
  record Letter(CommitStatus status, int tries) {
    Letter triedOnceMore() {
      return new Letter(status, tries + 1);
    }
  }

  Outbox(int most) {
    this.most = most;
  }

  /** Gives back the one that had to make room, if any. */
  Optional<Letter> put(CommitStatus status) {
    lock.lock();
    try {
      waiting.put(status.subject(), new Letter(status, 0));
      changed.signalAll();
      if (waiting.size() <= most) {
        return Optional.empty();
      }
      return Optional.ofNullable(waiting.remove(waiting.keySet().iterator().next()));
    } finally {
      lock.unlock();
    }
  }

  /** Behind all others, unless there is something newer to tell of the same commit. */
  void putBack(Letter letter) {
    lock.lock();
    try {
      if (waiting.size() < most) {
        waiting.putIfAbsent(letter.status().subject(), letter);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for one; empty when it is closed and nothing is left. */
  Optional<Letter> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      return waiting.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(waiting.remove(waiting.keySet().iterator().next()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, whatever is put in, unless it is closed.
   *
   * @return whether it is open
   */
  boolean pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** What waits is still given out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
