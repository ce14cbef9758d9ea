package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.ReplicaSets;
import dev.backstay.health.Health;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an environment stands after a sync, compared with what its folder says. */
record Standing(EnvironmentParts parts, Ledger ledger, List<Manifest> desired) {
  private static final int MOST_NAMED = 20;

  /**
   * Where deletes of an earlier sync were held back, what took their place may still be unhealthy,
   * and is not known any more: then everything has to be healthy.
   */
  boolean mayPrune() {
    Map<ObjectKey, Health> health = parts.watches().health().all();
    return ledger.deployed().filter(last -> !last.isSettled()).isEmpty()
        || desired.stream()
            .map(manifest -> health.getOrDefault(manifest.key(), Health.healthy()))
            .allMatch(Health::isHealthy);
  }

  /**
   * How the sync ended.
   *
   * @param problems what is known to stand in the way of synced; what is unhealthy is added
   */
  SyncOutcome outcome(List<Problem> problems) {
    List<Problem> all = new ArrayList<>(problems);
    Map<ObjectKey, Health> health = parts.watches().health().all();
    health.keySet().retainAll(ledger.inventory().members());
    for (Problem unhealthy : RolloutWatch.problems(health)) {
      if (all.stream().noneMatch(p -> p.object().equals(unhealthy.object()))) {
        all.add(unhealthy);
      }
    }
    return all.isEmpty() ? new SyncOutcome.Synced() : new SyncOutcome.Degraded(all);
  }

  /**
   * What is left over or missing: a sync is complete when inventory and folder are proven equal.
   */
  Ending ending(String inputId, RunLog log) {
    Inventory inventory = ledger.inventory();
    Set<ObjectKey> wanted = desired.stream().map(Manifest::key).collect(Collectors.toSet());
    Stream<ObjectKey> unwanted = inventory.members().stream().filter(k -> !wanted.contains(k));
    Stream<ObjectKey> otherwise =
        desired.stream().filter(m -> !inventory.isApplied(m)).map(Manifest::key);
    List<ObjectKey> left = Stream.concat(unwanted, otherwise).sorted().toList();
    return new Ending(
        left.stream().limit(MOST_NAMED).map(ObjectKey::toString).toList(),
        left.size(),
        List.copyOf(replicaSetsUsedAgain(inputId, log)));
  }

  /** Those of an earlier rollout; only to be told, so nothing fails with it. */
  private Set<String> replicaSetsUsedAgain(String inputId, RunLog log) {
    Set<String> again = new TreeSet<>();
    ledger
        .history()
        .unfinished(inputId)
        .map(e -> e.ending().replicaSets())
        .ifPresent(again::addAll);
    Map<String, Long> before = ledger.intent().map(Intent::rollouts).orElse(Map.of());
    try {
      again.addAll(
          new ReplicaSets(parts.cluster().objects())
              .usedAgain(before, parts.config().allNamespaces()));
    } catch (ClusterException e) {
      log.warn("which ReplicaSets are used again is not known: {}", e.failure().problem());
    }
    again.forEach(set -> log.info("back on ReplicaSet {}", set));
    return again;
  }
}
