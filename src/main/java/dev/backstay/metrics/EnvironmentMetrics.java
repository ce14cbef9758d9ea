package dev.backstay.metrics;

import dev.backstay.sync.SyncListener;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The series of the environments there are: each of an environment exists before anything happens
 * to it, and none after it has left.
 */
public final class EnvironmentMetrics {
  private final AgentMetrics metrics;
  private final DeliveryMetrics deliveries;
  private final DriftMetrics drifts;
  private final Set<String> known = new HashSet<>();

  public EnvironmentMetrics(AgentMetrics metrics) {
    this.metrics = metrics;
    this.deliveries = new DeliveryMetrics(metrics);
    this.drifts = new DriftMetrics(metrics);
  }

  /** Those who have to be told of what happens. */
  public List<SyncListener> listeners() {
    return List.of(metrics, deliveries, drifts);
  }

  /** Takes over the names of the environments; of those that left nothing may come any more. */
  public synchronized void are(Collection<String> environments) {
    for (String environment : environments) {
      if (known.add(environment)) {
        metrics.expect(environment);
        deliveries.expect(environment);
        drifts.expect(environment);
      }
    }
    for (String environment : Set.copyOf(known)) {
      if (!environments.contains(environment)) {
        known.remove(environment);
        metrics.forget(environment);
        deliveries.forget(environment);
      }
    }
  }
}
