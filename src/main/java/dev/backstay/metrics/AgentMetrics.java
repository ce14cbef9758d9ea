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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final List<String> OUTCOMES =
      List.of("synced", "degraded", "failed", "refused", "superseded");

  /** How what got into the cluster can end. */
  private static final List<String> DEPLOYED = List.of("synced", "degraded", "superseded");

  private static final List<String> PHASES =
      List.of("seen", "checked", "applied", "healthy", "pruned");
  private static final List<Change.Kind> DEPLOYMENTS =
      List.of(
          Change.Kind.DEPLOY,
          Change.Kind.ROLLBACK,
          Change.Kind.PARTIAL_ROLLBACK,
          Change.Kind.ROLL_FORWARD);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter gitFailures =
      counter("git.fetch.failures", "Polls of the config repo that failed");
  private final Timer gitFetches =
      timer("git.fetch.duration", "Time that a fetch of new commits took");
  private final AtomicBoolean lastReloadWorked = new AtomicBoolean(true);

  /** By environment the number of the deployment that was counted last. */
  private final Map<String, Integer> counted = new ConcurrentHashMap<>();

  public AgentMetrics() {
    registry.throwExceptionOnRegistrationFailure();
  }

  /** Makes the series of an environment exist before anything happens to it. */
  public void expect(String environment) {
    OUTCOMES.forEach(outcome -> syncs(environment, outcome));
    PHASES.forEach(phase -> phases(environment, phase));
    for (Change.Kind kind : DEPLOYMENTS) {
      DEPLOYED.forEach(outcome -> deployments(environment, kind, outcome));
    }
    failedDeployments(environment);
    toApplied(environment);
    toHealthy(environment);
    rollbacks(environment);
    rollbackTimes(environment);
    prunesRefused(environment);
  }

  /** An environment has left the configuration: nothing is told of it any more. */
  public void forget(String environment) {
    registry.getMeters().stream()
        .filter(meter -> environment.equals(meter.getId().getTag("environment")))
        .forEach(registry::remove);
    counted.remove(environment);
  }

  /** Makes the series of a receiver of notifications exist before any is sent. */
  public void expectNotifications(String provider) {
    notificationsSent(provider);
    notificationsFailed(provider);
  }

  /** Makes the series of a sender of webhooks exist before any comes. */
  public void expectWebhooks(String provider, List<String> outcomes) {
    outcomes.forEach(outcome -> webhooks(provider, outcome));
  }

  @Override
  public void onSync(String environment, HistoryEntry entry) {
    if (!OUTCOMES.contains(entry.outcome())) {
      return;
    }
    syncs(environment, entry.outcome()).increment();
    entry.phases().forEach((phase, seconds) -> record(phases(environment, phase), seconds));
    if (entry.wasLeft()) {
      // some of it was live, so it can turn out a failure
      deployments(environment, entry.change().kind(), entry.outcome()).increment();
    }
    if (!entry.wasDeployed()) {
      return;
    }
    boolean isNew =
        !Integer.valueOf(entry.number()).equals(counted.put(environment, entry.number()));
    double applied = seconds(entry, "seen") + seconds(entry, "checked") + seconds(entry, "applied");
    // what is degraded at first and synced later is told twice, and was applied once
    if (isNew) {
      record(toApplied(environment), applied);
      deployments(environment, entry.change().kind(), entry.outcome()).increment();
    }
    boolean isRollback = entry.change().isRollback();
    if (isNew && isRollback) {
      rollbacks(environment).increment();
    }
    if (entry.outcome().equals("synced")) {
      double healthy = applied + seconds(entry, "healthy");
      record(toHealthy(environment), healthy);
      if (isRollback) {
        record(rollbackTimes(environment), entry.seconds());
      }
    }
  }

  private static double seconds(HistoryEntry entry, String phase) {
    return entry.phases().getOrDefault(phase, 0.0);
  }

  @Override
  public void onDeploymentFailed(String environment, String revision) {
    failedDeployments(environment).increment();
  }

  @Override
  public void onPruneHeld(String environment, int objects) {
    prunesRefused(environment).increment(objects);
  }

  @Override
  public void count(String verb, int code) {
    counter(
            "kube.requests",
            "Requests to the API server by verb and HTTP code; code 0: no answer",
            "verb",
            verb,
            "code",
            Integer.toString(code))
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

  /** A notification was taken by its receiver, or given up. */
  public void onNotification(String provider, boolean worked) {
    (worked ? notificationsSent(provider) : notificationsFailed(provider)).increment();
  }

  /** A request came to the address of a webhook. */
  public void onWebhook(String provider, String outcome) {
    webhooks(provider, outcome).increment();
  }

  private Counter syncs(String environment, String outcome) {
    return counter("sync", "Syncs by outcome", "environment", environment, "outcome", outcome);
  }

  private Counter deployments(String environment, Change.Kind kind, String outcome) {
    return counter(
        "deployments",
        "States of the folder that got into the cluster, by what they were and how they ended at first",
        "environment",
        environment,
        "kind",
        kind.word(),
        "outcome",
        outcome);
  }

  private Counter failedDeployments(String environment) {
    return of(environment, "deployments.failed", "Deployed revisions that had to be rolled back");
  }

  private Counter rollbacks(String environment) {
    return of(environment, "rollback", "Syncs to a state that was deployed before");
  }

  private Counter prunesRefused(String environment) {
    return of(
        environment,
        "prune.refused",
        "Deletes that were held back by a guard, a policy or what is not healthy");
  }

  private Counter notificationsSent(String provider) {
    return counter("notifications.sent", "Commit statuses that were taken", "provider", provider);
  }

  private Counter notificationsFailed(String provider) {
    return counter(
        "notifications.failed", "Commit statuses that were given up", "provider", provider);
  }

  private Counter webhooks(String provider, String outcome) {
    return counter(
        "webhooks",
        "Requests to the addresses of webhooks by provider and what became of them",
        "provider",
        provider,
        "outcome",
        outcome);
  }

  private Timer phases(String environment, String phase) {
    return timer(
        "sync.duration",
        "Time that a phase of a sync took",
        "environment",
        environment,
        "phase",
        phase);
  }

  private Timer toApplied(String environment) {
    return timer(
        "commit.to.applied",
        "Time from the first sight of a commit until its objects were applied",
        "environment",
        environment);
  }

  private Timer toHealthy(String environment) {
    return timer(
        "commit.to.healthy",
        "Time from the first sight of a commit until its objects were healthy",
        "environment",
        environment);
  }

  private Timer rollbackTimes(String environment) {
    return timer(
        "rollback.duration",
        "Time from the first sight of a rollback until its objects were healthy",
        "environment",
        environment);
  }

  Counter of(String environment, String name, String description) {
    return counter(name, description, "environment", environment);
  }

  Counter counter(String name, String description, String... labels) {
    return Counter.builder("backstay." + name)
        .description(description)
        .tags(labels)
        .register(registry);
  }

  private Timer timer(String name, String description, String... labels) {
    return Timer.builder("backstay." + name)
        .description(description)
        .tags(Tags.of(labels))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private static void record(Timer timer, double seconds) {
    timer.record(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  boolean lastReloadWorked() {
    return lastReloadWorked.get();
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }
}
