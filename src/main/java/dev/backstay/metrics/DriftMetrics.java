package dev.backstay.metrics;

import dev.backstay.sync.Drift;
import dev.backstay.sync.SyncListener;
import io.micrometer.core.instrument.Counter;

/** What is changed outside of git, and what becomes of it. */
public final class DriftMetrics implements SyncListener {
  private final AgentMetrics metrics;

  public DriftMetrics(AgentMetrics metrics) {
    this.metrics = metrics;
  }

  /** Makes the series of an environment exist before anything happens to it. */
  public void expect(String environment) {
    detected(environment, "");
    corrected(environment);
    fights(environment);
  }

  @Override
  public void onDrift(String environment, Drift drift) {
    detected(environment, ManagerLabel.of(drift.by())).increment();
    if (drift.corrected()) {
      corrected(environment).increment();
    }
  }

  @Override
  public void onFight(String environment) {
    fights(environment).increment();
  }

  private Counter detected(String environment, String manager) {
    return metrics.counter(
        "drift.detected",
        "Live objects found changed outside of git; manager: the tool that signed for it, or other",
        "environment",
        environment,
        "manager",
        manager);
  }

  private Counter corrected(String environment) {
    return metrics.of(
        environment,
        "drift.corrected",
        "Live objects that were changed outside of git and taken back");
  }

  private Counter fights(String environment) {
    return metrics.of(
        environment,
        "drift.fights",
        "Times that a field was left alone since somebody else kept writing it");
  }
}
