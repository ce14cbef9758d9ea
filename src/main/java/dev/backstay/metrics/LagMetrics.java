package dev.backstay.metrics;

import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.lag.Lag;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What each environment lacks of the one before it, read when Prometheus asks. There from the start
 * for each two neighbours, at 0 until something lacks.
 */
public final class LagMetrics {
  private final AgentMetrics metrics;
  private final Supplier<List<EnvironmentStatus>> environments;

  private LagMetrics(AgentMetrics metrics, Supplier<List<EnvironmentStatus>> environments) {
    this.metrics = metrics;
    this.environments = environments;
  }

  /**
   * Adds them to what the agent counts.
   *
   * @param environments in the order of their stages
   */
  public static void register(
      AgentMetrics metrics, Supplier<List<EnvironmentStatus>> environments, InstantSource clock) {
    LagMetrics lags = new LagMetrics(metrics, environments);
    lags.betweenNeighbours(
        "backstay_promotion_lag_commits",
        "Commits whose images run in the environment before (from) and not yet in this one (to)",
        Lag::commits);
    lags.betweenNeighbours(
        "backstay_promotion_lag_seconds",
        "Age of the oldest of these commits; 0: none lacks",
        lag -> lag.age(clock.instant()).toMillis() / 1000.0);
  }

  private void betweenNeighbours(String name, String help, ToDoubleFunction<Lag> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("from", "to")
        .callback(
            callback -> {
              List<EnvironmentStatus> all = environments.get();
              for (int i = 1; i < all.size(); i++) {
                double lag = all.get(i).lag().map(value::applyAsDouble).orElse(0.0);
                callback.call(lag, all.get(i - 1).name(), all.get(i).name());
              }
            })
        .register(metrics.registry().getPrometheusRegistry());
  }
}
