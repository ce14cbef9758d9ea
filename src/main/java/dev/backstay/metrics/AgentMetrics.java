package dev.backstay.metrics;

import dev.backstay.cluster.KubeHttp;
import dev.backstay.sync.Change;
import dev.backstay.sync.Drift;
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
  private final Timer gitFetches =
      timer("backstay.git.fetch.duration", "Time that a fetch of new commits took", Tags.empty());
  private final AtomicBoolean lastReloadWorked = new AtomicBoolean(true);

  public AgentMetrics() {
    registry.throwExceptionOnRegistrationFailure();
  }

  /** Makes the series of an environment exist before anything happens to it. */
  public void expect(String environment) {
    for (String outcome : new String[] {"synced", "degraded", "failed", "refused"}) {
      syncs(environment, outcome);
    }
    for (String phase : new String[] {"seen", "checked", "applied", "healthy", "pruned"}) {
      phases(environment, phase);
    }
    detected(environment, "");
    corrected(environment);
    fights(environment);
    toApplied(environment);
    toHealthy(environment);
    rollbacks(environment);
    rollbackTimes(environment);
    prunesRefused(environment);
  }

  @Override
  public void onSync(String environment, HistoryEntry entry) {
    syncs(environment, entry.outcome()).increment();
    entry.phases().forEach((phase, seconds) -> record(phases(environment, phase), seconds));
    if (!entry.wasDeployed()) {
      return;
    }
    double applied = seconds(entry, "seen") + seconds(entry, "checked") + seconds(entry, "applied");
    double healthy = applied + seconds(entry, "healthy");
    record(toApplied(environment), applied);
    if (entry.outcome().equals("synced")) {
      record(toHealthy(environment), healthy);
    }
    if (entry.change().kind() == Change.Kind.ROLLBACK) {
      rollbacks(environment).increment();
      record(rollbackTimes(environment), healthy);
    }
  }

  private static double seconds(HistoryEntry entry, String phase) {
    return entry.phases().getOrDefault(phase, 0.0);
  }

  private Counter syncs(String environment, String outcome) {
    return Counter.builder("backstay.sync")
        .description("Syncs by outcome")
        .tags("environment", environment, "outcome", outcome)
        .register(registry);
  }

  @Override
  public void onPruneHeld(String environment, int objects) {
    prunesRefused(environment).increment(objects);
  }

  private Counter prunesRefused(String environment) {
    return Counter.builder("backstay.prune.refused")
        .description("Deletes that were held back by a guard, a policy or what is not healthy")
        .tags("environment", environment)
        .register(registry);
  }

  private Counter rollbacks(String environment) {
    return Counter.builder("backstay.rollback")
        .description("Syncs to a state that was deployed before")
        .tags("environment", environment)
        .register(registry);
  }

  private Timer phases(String environment, String phase) {
    return timer(
        "backstay.sync.duration",
        "Time that a phase of a sync took",
        Tags.of("environment", environment, "phase", phase));
  }

  private Timer toApplied(String environment) {
    return timer(
        "backstay.commit.to.applied",
        "Time from the first sight of a commit until its objects were applied",
        Tags.of("environment", environment));
  }

  private Timer toHealthy(String environment) {
    return timer(
        "backstay.commit.to.healthy",
        "Time from the first sight of a commit until its objects were healthy",
        Tags.of("environment", environment));
  }

  private Timer rollbackTimes(String environment) {
    return timer(
        "backstay.rollback.duration",
        "Time that a rollback took",
        Tags.of("environment", environment));
  }

  private Timer timer(String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private static void record(Timer timer, double seconds) {
    timer.record(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  @Override
  public void onDeploymentFailed(String environment, String revision) {
    failedDeployments(environment).increment();
  }

  private Counter failedDeployments(String environment) {
    return Counter.builder("backstay.deployments.failed")
        .description("Deployments that a rollback took back, each revision once")
        .tags("environment", environment)
        .register(registry);
  }

  @Override
  public void onDrift(String environment, Drift drift) {
    detected(environment, drift.by()).increment();
    if (drift.corrected()) {
      corrected(environment).increment();
    }
  }

  @Override
  public void onFight(String environment) {
    fights(environment).increment();
  }

  private Counter detected(String environment, String manager) {
    return Counter.builder("backstay.drift.detected")
        .description("Live objects found changed outside of git; manager: who signed for it")
        .tags("environment", environment, "manager", manager)
        .register(registry);
  }

  private Counter corrected(String environment) {
    return Counter.builder("backstay.drift.corrected")
        .description("Live objects that were changed outside of git and taken back")
        .tags("environment", environment)
        .register(registry);
  }

  private Counter fights(String environment) {
    return Counter.builder("backstay.drift.fights")
        .description("Times that a field was left alone since somebody else kept writing it")
        .tags("environment", environment)
        .register(registry);
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

  @Override
  public void onFetch(Duration took) {
    gitFetches.record(took);
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
