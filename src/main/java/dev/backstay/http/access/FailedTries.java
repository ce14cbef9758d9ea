package dev.backstay.http.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How often somebody at an address has tried in vain lately. */
public final class FailedTries {
  /** How long those are counted that begin with one failed try. */
  public static final Duration WINDOW = Duration.ofMinutes(1);

  /** So many in that time are let pass. */
  public static final int MOST = 10;

  /** The address that failed longest ago is forgotten first. */
  private static final int MOST_ADDRESSES = 10_000;

  private final InstantSource clock;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  public FailedTries(InstantSource clock) {
    this.clock = clock;
  }

  private record Count(int failed, Instant since) {}

  /** Whether another try is let pass. */
  public synchronized boolean mayTry(InetAddress address) {
    Count count = counts.get(SourceAddress.of(address));
    return count == null || count.failed() < MOST || isOver(count);
  }

  public synchronized void failed(InetAddress address) {
    String key = SourceAddress.of(address);
    Count before =
        Optional.ofNullable(counts.remove(key))
            .filter(count -> !isOver(count))
            .orElse(new Count(0, clock.instant()));
    if (counts.size() >= MOST_ADDRESSES) {
      counts.keySet().stream().findFirst().ifPresent(counts::remove);
    }
    counts.put(key, new Count(before.failed() + 1, before.since()));
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return counts.size();
  }

  private boolean isOver(Count count) {
    return !count.since().plus(WINDOW).isAfter(clock.instant());
  }
}
