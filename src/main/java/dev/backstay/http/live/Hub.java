package dev.backstay.http.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changes while somebody wants to know of them, renders what changed once, and hands it
 * to all who look at it. Nobody who is looked at waits for it, and no client for another.
 */
public final class Hub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  /** Faster than people notice, and slow enough to gather what belongs together. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private static final int MOST_CLIENTS = 250;

  private final Shown shown;
  private final Duration betweenLooks;
  private final String epoch = Long.toHexString(System.currentTimeMillis());
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Client> clients = new HashSet<>();
  private final Map<Topic, Latest> latest = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("live").unstarted(this::run);
  private long number;
  private boolean closed;

  /** What was sent last of a topic, and of which version it was. */
  private record Latest(Object version, Event event) {}

  public Hub(Shown shown) {
    this(shown, BETWEEN_LOOKS);
  }

  Hub(Shown shown, Duration betweenLooks) {
    this.shown = shown;
    this.betweenLooks = betweenLooks;
  }

  public Hub start() {
    thread.start();
    return this;
  }

  /**
   * Takes a client in, with what it has missed.
   *
   * @param last what it got last
   * @return false if there are too many
   */
  boolean join(Client client, Event.Id last) {
    lock.lock();
    try {
      if (closed || clients.size() >= MOST_CLIENTS) {
        return false;
      }
      clients.add(client);
      for (Topic topic : client.topics(shown.environments())) {
        Event now = refresh(topic);
        if (now.id().isNewerThan(last)) {
          client.offer(topic, now);
        }
      }
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave(Client client) {
    lock.lock();
    try {
      clients.remove(client);
    } finally {
      lock.unlock();
    }
  }

  int clients() {
    lock.lock();
    try {
      return clients.size();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        if (clients.isEmpty()) {
          latest.clear();
          changed.await();
        } else {
          lookSafely();
          changed.await(betweenLooks.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("what changed could not be told to those who look", e);
    }
  }

  private void look() {
    List<String> environments = shown.environments();
    Map<Topic, List<Client>> wanted = new HashMap<>();
    for (Client client : clients) {
      for (Topic topic : client.topics(environments)) {
        wanted.computeIfAbsent(topic, _ -> new ArrayList<>()).add(client);
      }
    }
    latest.keySet().retainAll(wanted.keySet());
    wanted.forEach(this::tell);
  }

  private void tell(Topic topic, Collection<Client> those) {
    Latest before = latest.get(topic);
    Event now = refresh(topic);
    if (before == null || !before.event().id().equals(now.id())) {
      those.forEach(client -> client.offer(topic, now));
    }
  }

  /** Rendered anew only if it may have changed. */
  private Event refresh(Topic topic) {
    Object version = shown.version(environment(topic));
    Latest known = latest.get(topic);
    if (known != null && known.version().equals(version)) {
      return known.event();
    }
    Event event = Event.of(new Event.Id(epoch, ++number), topic, render(topic));
    latest.put(topic, new Latest(version, event));
    return event;
  }

  private static String environment(Topic topic) {
    return switch (topic) {
      case Topic.Overview() -> "";
      case Topic.OfEnvironment(String name) -> name;
      case Topic.Json(String name) -> name;
    };
  }

  private String render(Topic topic) {
    return switch (topic) {
      case Topic.Overview() -> shown.overview();
      case Topic.OfEnvironment(String name) -> shown.page(name);
      case Topic.Json(String name) -> shown.json(name);
    };
  }

  /** Ends all streams. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      clients.forEach(Client::end);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
