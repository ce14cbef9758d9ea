package dev.backstay.sync;

import dev.backstay.cluster.ObjectWatch;
import dev.backstay.health.Health;
import dev.backstay.health.HealthRules;
import dev.backstay.manifest.ObjectKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The health of an environment's workloads, kept up to date by watches. */
final class HealthBoard implements ObjectWatch.Listener {
  /** Not worth a line in the log: the watch will tell in an instant. */
  static final Health UNSEEN = new Health.Progressing("waiting to see its new spec");

  private final Map<ObjectKey, Seen> workloads = new ConcurrentHashMap<>();
  private final Runnable onChange;

  /**
   * What a watch saw last.
   *
   * @param generation of the spec that the health is about
   */
  private record Seen(long generation, Health health) {}

  HealthBoard(Runnable onChange) {
    this.onChange = onChange;
  }

  @Override
  public void onObject(ObjectKey key, JsonNode object) {
    long generation = object.path("metadata").path("generation").asLong(0);
    Seen seen = new Seen(generation, HealthRules.of(key.groupKind(), object));
    if (!seen.equals(workloads.put(key, seen))) {
      onChange.run();
    }
  }

  @Override
  public void onGone(ObjectKey key, long version) {
    workloads.remove(key);
    onChange.run();
  }

  /** Everything that was seen is forgotten: all is about to be listed anew. */
  void clear() {
    workloads.clear();
  }

  /** What was seen of an object at this generation or a later one. */
  Health healthOf(ObjectKey key, long generation) {
    Seen seen = workloads.get(key);
    return seen == null || seen.generation < generation ? UNSEEN : seen.health;
  }

  /** All workloads, by name. */
  Map<ObjectKey, Health> all() {
    Map<ObjectKey, Health> all = new TreeMap<>();
    workloads.forEach((key, seen) -> all.put(key, seen.health));
    return all;
  }

  boolean isAllHealthy() {
    return workloads.values().stream().allMatch(seen -> seen.health.isHealthy());
  }
}
