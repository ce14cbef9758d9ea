package dev.backstay.metrics;

import dev.backstay.config.Tier;
import dev.backstay.git.PollStatus;
import dev.backstay.sync.Deployed;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.State;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What stands, read from the status when Prometheus asks: so no series outlives its environment or
 * its revision.
 */
public final class StatusMetrics {
  private final PrometheusRegistry registry;
  private final Supplier<List<EnvironmentStatus>> environments;

  private StatusMetrics(
      PrometheusRegistry registry, Supplier<List<EnvironmentStatus>> environments) {
    this.registry = registry;
    this.environments = environments;
  }

  /** Adds them to what the agent counts. */
  public static void register(
      AgentMetrics metrics,
      String version,
      Supplier<List<EnvironmentStatus>> environments,
      Supplier<PollStatus> poll) {
    PrometheusRegistry registry = metrics.registry().getPrometheusRegistry();
    StatusMetrics status = new StatusMetrics(registry, environments);
    status.environmentGauges();
    status.resources();
    status.watches();
    status.environmentInfo();
    status.build(version);
    status.git(poll);
    status.single(
        "backstay_config_last_reload_successful",
        "1 if the configuration file was read without errors the last time it changed",
        () -> is(metrics.lastReloadWorked()));
  }

  private void environmentGauges() {
    perEnvironment(
        "backstay_environment_synced",
        "1 if the head of the branch is deployed and everything is healthy",
        e -> is(e.state() == State.SYNCED));
    perEnvironment(
        "backstay_environment_healthy",
        "1 if all objects are healthy",
        e -> is(e.healthyObjects() == e.objects().size()));
    perEnvironment(
        "backstay_environment_suspended",
        "1 if somebody suspended the environment: nothing is written",
        e -> is(e.suspended().isPresent()));
    perEnvironment(
        "backstay_cluster_reachable",
        "1 if the environment's cluster answered the last request",
        e -> is(e.reachable()));
    perEnvironment(
        "backstay_commits_behind",
        "Commits that touch the environment and are not deployed",
        EnvironmentStatus::commitsBehind);
    perEnvironment(
        "backstay_state_bytes",
        "Size of the agent's own records of an environment in its cluster",
        EnvironmentStatus::stateBytes);
    perEnvironment(
        "backstay_last_synced_timestamp_seconds",
        "When the deployed revision was applied; 0: never",
        e -> e.deployed().map(Deployed::at).map(StatusMetrics::seconds).orElse(0.0));
    perEnvironment(
        "backstay_last_deployment_timestamp_seconds",
        "When a commit last changed what is deployed; 0: never",
        e -> e.deployed().map(Deployed::at).map(StatusMetrics::seconds).orElse(0.0));
    perEnvironment(
        "backstay_prune_pending",
        "Objects that left the folder and are still in the cluster",
        StatusMetrics::prunePending);
    perEnvironment(
        "backstay_rollback_incomplete",
        "1 if the newest sync is a rollback that left something over, unhealthy or undone",
        e -> is(e.history().isRollbackIncomplete()));
  }

  private void watches() {
    GaugeWithCallback.builder()
        .name("backstay_watch_last_event_timestamp_seconds")
        .help("When the watch of a kind last heard of the API server, if only that nothing changed")
        .labelNames("environment", "kind")
        .callback(
            callback ->
                environments
                    .get()
                    .forEach(
                        e ->
                            e.watching()
                                .lastEvents()
                                .forEach((kind, at) -> callback.call(seconds(at), e.name(), kind))))
        .register(registry);
    CounterWithCallback.builder()
        .name("backstay_stale_skips_total")
        .help("News of the cluster that were older than the agent's own last write, and left aside")
        .labelNames("environment")
        .callback(
            callback ->
                environments
                    .get()
                    .forEach(e -> callback.call((double) e.watching().staleSkips(), e.name())))
        .register(registry);
  }

  private static double prunePending(EnvironmentStatus environment) {
    return environment.objects().stream().filter(ObjectStatus::isHeld).count();
  }

  private void resources() {
    GaugeWithCallback.builder()
        .name("backstay_resources")
        .help("Objects of an environment by health")
        .labelNames("environment", "health")
        .callback(
            callback ->
                environments
                    .get()
                    .forEach(
                        e -> {
                          callback.call(e.healthyObjects(), e.name(), "healthy");
                          callback.call(
                              e.objects().size() - e.healthyObjects(), e.name(), "unhealthy");
                        }))
        .register(registry);
  }

  private void environmentInfo() {
    registry.register(
        () -> {
          InfoSnapshot.Builder info =
              InfoSnapshot.builder()
                  .name("backstay_environment")
                  .help(
                      "The revision that an environment stands at, its state, and what it is for");
          environments.get().forEach(e -> info.dataPoint(point(e)));
          return info.build();
        });
  }

  private static InfoDataPointSnapshot point(EnvironmentStatus environment) {
    return InfoDataPointSnapshot.builder()
        .labels(
            Labels.of(
                "environment",
                environment.name(),
                "revision",
                environment.deployed().map(Deployed::revision).orElse(""),
                "state",
                environment.state().word(),
                "tier",
                environment.tier().map(Tier::word).orElse("")))
        .build();
  }

  private void build(String version) {
    registry.register(
        () ->
            InfoSnapshot.builder()
                .name("backstay_build")
                .help("The version of the agent")
                .dataPoint(
                    InfoDataPointSnapshot.builder().labels(Labels.of("version", version)).build())
                .build());
  }

  private void git(Supplier<PollStatus> poll) {
    single(
        "backstay_git_last_success_timestamp_seconds",
        "When the config repo answered the last time; 0: never",
        () -> poll.get().lastSuccess().map(StatusMetrics::seconds).orElse(0.0));
  }

  private void perEnvironment(String name, String help, ToDoubleFunction<EnvironmentStatus> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("environment")
        .callback(
            callback ->
                environments.get().forEach(e -> callback.call(value.applyAsDouble(e), e.name())))
        .register(registry);
  }

  private void single(String name, String help, Supplier<Double> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.get()))
        .register(registry);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  private static double is(boolean condition) {
    return condition ? 1 : 0;
  }
}
