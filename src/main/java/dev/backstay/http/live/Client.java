package dev.backstay.http.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Somebody who looks. What they were not sent yet is kept by topic, the newest only: so a slow one
 * needs no more room than a quick one, and misses nothing that still is so.
 */
final class Client {
  private static final String RETRY = "retry: 2000\n\n";
  private static final String HEARTBEAT = ": still here\n\n";

  private final Function<List<String>, List<Topic>> topics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SequencedMap<Topic, Event> pending = new LinkedHashMap<>();
  private boolean ended;

  /**
   * A client.
   *
   * @param topics what it wants to know of, given the environments there are
   */
  Client(Function<List<String>, List<Topic>> topics) {
    this.topics = topics;
  }

  List<Topic> topics(List<String> environments) {
    return topics.apply(environments);
  }

  /** Never waits. */
  void offer(Topic topic, Event event) {
    lock.lock();
    try {
      pending.remove(topic);
      pending.put(topic, event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what there is as long as it is taken.
   *
   * @param heartbeat longest silence
   * @param mayGoOn asked at each heartbeat
   * @param onTaken run whenever some of it was taken
   * @throws IOException if it is not taken any more
   */
  void stream(OutputStream out, Duration heartbeat, BooleanSupplier mayGoOn, Runnable onTaken)
      throws IOException, InterruptedException {
    send(RETRY, out);
    long lastCheck = System.nanoTime();
    while (true) {
      Taken taken = take(heartbeat);
      if (taken.ended()) {
        return;
      }
      send(taken.text(), out);
      onTaken.run();
      if (System.nanoTime() - lastCheck >= heartbeat.toNanos()) {
        lastCheck = System.nanoTime();
        if (!mayGoOn.getAsBoolean()) {
          return;
        }
      }
    }
  }

  private static void send(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private record Taken(String text, boolean ended) {}

  private Taken take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (pending.isEmpty() && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return pending.isEmpty()
          ? new Taken(HEARTBEAT, ended)
          : new Taken(pending.pollFirstEntry().getValue().text(), ended);
    } finally {
      lock.unlock();
    }
  }
}
