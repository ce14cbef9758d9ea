package dev.backstay.metrics;

import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.SyncListener;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How well changes get there: what the figures of DORA need besides the counted deployments. */
public final class DeliveryMetrics implements SyncListener {
  /** From a change that is merged at once to one that waits for a release. */
  private static final Duration[] LEAD_TIMES = {
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(2),
    Duration.ofDays(7),
    Duration.ofDays(30)
  };

  /** From a revert that was on its way already to an incident. */
  private static final Duration[] RECOVERIES = {
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4),
    Duration.ofDays(1)
  };

  private final AgentMetrics metrics;

  /** When the commits of an environment that are live, and not healthy yet, were made. */
  private final Map<String, List<Instant>> onTheWay = new ConcurrentHashMap<>();

  /** Since when an environment is degraded. */
  private final Map<String, Instant> degraded = new ConcurrentHashMap<>();

  public DeliveryMetrics(AgentMetrics metrics) {
    this.metrics = metrics;
  }

  /** Makes the series of an environment exist before anything happens to it. */
  public void expect(String environment) {
    leadTimes(environment);
    recoveries(environment);
  }

  /**
   * An environment has left the configuration; its series go with those of {@link AgentMetrics}.
   */
  public void forget(String environment) {
    onTheWay.remove(environment);
    degraded.remove(environment);
  }

  @Override
  public void onCommits(String environment, List<Instant> committed) {
    // what was not healthy before others came never got there
    onTheWay.put(environment, committed);
  }

  @Override
  public void onTakenUp(String environment, List<HistoryEntry> entries) {
    degraded.remove(environment);
    entries.stream().filter(HistoryEntry::isSync).findFirst().ifPresent(e -> look(environment, e));
  }

  @Override
  public void onSync(String environment, HistoryEntry entry) {
    look(environment, entry);
    if (entry.outcome().equals("synced")) {
      List<Instant> committed = onTheWay.remove(environment);
      if (committed != null) {
        committed.forEach(at -> leadTimes(environment).record(between(at, entry.finished())));
      }
      Instant since = degraded.remove(environment);
      if (since != null) {
        recoveries(environment).record(between(since, entry.finished()));
      }
    }
  }

  private void look(String environment, HistoryEntry entry) {
    if (entry.outcome().equals("degraded")) {
      degraded.putIfAbsent(environment, entry.finished());
    }
  }

  private static Duration between(Instant from, Instant to) {
    // the committer's clock may be ahead
    return from.isAfter(to) ? Duration.ZERO : Duration.between(from, to);
  }

  private Timer leadTimes(String environment) {
    return timer(
        environment,
        "change.lead.time",
        "Time from a commit until it was live and everything healthy, for each commit",
        LEAD_TIMES);
  }

  private Timer recoveries(String environment) {
    return timer(
        environment,
        "deployment.recovery",
        "Time from a sync that ended degraded until everything was healthy again",
        RECOVERIES);
  }

  private Timer timer(String environment, String name, String description, Duration... buckets) {
    return Timer.builder("backstay." + name)
        .description(description)
        .tags("environment", environment)
        .serviceLevelObjectives(buckets)
        .register(metrics.registry());
  }
}
