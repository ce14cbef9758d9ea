package dev.backstay.http.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
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

  /** Who has one IPv6 address has a network of them. */
  private static final int NETWORK_BYTES = 8;

  private final InstantSource clock;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  public FailedTries(InstantSource clock) {
    this.clock = clock;
  }

  private record Count(int failed, Instant since) {}

  /** Whether another try is let pass. */
  public synchronized boolean mayTry(InetAddress address) {
    Count count = counts.get(key(address));
    return count == null || count.failed() < MOST || isOver(count);
  }

  public synchronized void failed(InetAddress address) {
    String key = key(address);
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

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
