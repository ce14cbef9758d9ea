package dev.backstay.metrics;

import dev.backstay.cluster.KubeHttp;
import dev.backstay.sync.Change;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.SyncListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** What happens, counted and timed when it happens. All names begin with {@code backstay_}. */
public final class AgentMetrics implements SyncListener, KubeHttp.RequestCounter {
  /** From a change that is live at once to a rollout that runs into its timeout. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter gitFailures =
      Counter.builder("backstay.git.fetch.failures")
          .description("Polls of the config repo that failed")
          .register(registry);
  private final AtomicBoolean lastReloadWorked = new AtomicBoolean(true);

  public AgentMetrics() {
    registry.throwExceptionOnRegistrationFailure();
  }

  /** Makes the series of an environment exist before anything happens to it. */
  public void expect(String environment) {
    for (String outcome : new String[] {"synced", "degraded", "failed", "refused"}) {
      syncs(environment, outcome);
    }
    rollbacks(environment);
  }

  @Override
  public void onSync(String environment, HistoryEntry entry) {
    syncs(environment, entry.outcome()).increment();
    entry
        .phases()
        .forEach(
            (phase, seconds) ->
                record(
                    "backstay.sync.duration",
                    "Time that a phase of a sync took",
                    Tags.of("environment", environment, "phase", phase),
                    seconds));
    if (!entry.wasDeployed()) {
      return;
    }
    Tags tags = Tags.of("environment", environment);
    double seen = entry.phases().getOrDefault("seen", 0.0);
    double applied =
        seen
            + entry.phases().getOrDefault("checked", 0.0)
            + entry.phases().getOrDefault("applied", 0.0);
    double healthy = applied + entry.phases().getOrDefault("healthy", 0.0);
    record(
        "backstay.commit.to.applied",
        "Time from the first sight of a commit until its objects were applied",
        tags,
        applied);
    if (entry.outcome().equals("synced")) {
      record(
          "backstay.commit.to.healthy",
          "Time from the first sight of a commit until its objects were healthy",
          tags,
          healthy);
    }
    if (entry.change().kind() == Change.Kind.ROLLBACK) {
      rollbacks(environment).increment();
      record("backstay.rollback.duration", "Time that a rollback took", tags, healthy);
    }
  }

  private Counter syncs(String environment, String outcome) {
    return Counter.builder("backstay.sync")
        .description("Syncs by outcome")
        .tags("environment", environment, "outcome", outcome)
        .register(registry);
  }

  private Counter rollbacks(String environment) {
    return Counter.builder("backstay.rollback")
        .description("Syncs to a state that was deployed before")
        .tags("environment", environment)
        .register(registry);
  }

  private void record(String name, String description, Tags tags, double seconds) {
    Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  @Override
  public void count(String verb, int code) {
    Counter.builder("backstay.kube.requests")
        .description("Requests to the API server by verb and HTTP code; code 0: no answer")
        .tags("verb", verb, "code", Integer.toString(code))
        .register(registry)
        .increment();
  }

  @Override
  public void onPoll(boolean worked) {
    if (!worked) {
      gitFailures.increment();
    }
  }

  /** The configuration was read again. */
  public void onReload(boolean worked) {
    lastReloadWorked.set(worked);
  }

  boolean lastReloadWorked() {
    return lastReloadWorked.get();
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }
}
