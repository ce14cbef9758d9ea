package dev.backstay.sync;

import dev.backstay.cluster.Member;
import dev.backstay.cluster.ObjectWatch;
import dev.backstay.health.Health;
import dev.backstay.health.HealthRules;
import dev.backstay.health.StuckPod;
import dev.backstay.health.Workload;
import dev.backstay.manifest.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The health of an environment's objects, kept up to date by watches. */
final class HealthBoard implements ObjectWatch.Listener {
  /** Not worth a line in the log: the watch will tell in an instant. */
  static final Health UNSEEN = new Health.Progressing("waiting to see its new spec");

  private final Map<ObjectKey, Seen> objects = new ConcurrentHashMap<>();
  private final PodBoard pods;
  private final Runnable onChange;

  /**
   * What a watch saw last.
   *
   * @param version of the object that the health is about
   * @param workload what its pods are known by, if it has any
   */
  private record Seen(long version, Health health, Optional<Workload> workload) {}

  /**
   * Begins knowing nothing.
   *
   * @param onChange is told when anything may have become healthier, or less so
   */
  HealthBoard(PodBoard pods, Runnable onChange) {
    this.pods = pods;
    this.onChange = onChange;
  }

  @Override
  public void onObject(ObjectKey key, JsonNode object) {
    String kind = key.groupKind();
    Seen seen =
        new Seen(Member.versionOf(object), HealthRules.of(kind, object), Workload.of(kind, object));
    Seen before = objects.put(key, seen);
    followPods(key, seen);
    if (!seen.equals(before)) {
      onChange.run();
    }
  }

  @Override
  public void onGone(ObjectKey key, long version) {
    objects.remove(key);
    leavePods(key);
    onChange.run();
  }

  /** What the pods of an object are known by, if it has any. */
  Optional<Workload> workload(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).flatMap(Seen::workload);
  }

  private void followPods(ObjectKey key, Seen seen) {
    if (seen.health.isHealthy() || seen.workload.isEmpty()) {
      leavePods(key);
    } else {
      pods.follow(key, seen.workload.get());
    }
  }

  /** And gives its place to another. */
  private void leavePods(ObjectKey key) {
    if (pods.leave(key)) {
      objects.forEach(
          (other, seen) ->
              seen.workload
                  .filter(_ -> !seen.health.isHealthy())
                  .ifPresent(workload -> pods.follow(other, workload)));
    }
  }

  /** Everything that was seen is forgotten: all is about to be listed anew. */
  void clear() {
    objects.clear();
    pods.clear();
  }

  /** What was seen of an object at this version or a later one. */
  Health healthOf(ObjectKey key, long version) {
    Seen seen = objects.get(key);
    return seen == null || seen.version < version ? UNSEEN : explained(key, seen.health);
  }

  private Health explained(ObjectKey key, Health health) {
    if (health.isHealthy() || health.equals(HealthRules.UNOBSERVED)) {
      return health;
    }
    Optional<StuckPod> stuck = pods.stuck(key);
    if (stuck.isPresent()) {
      return health.because(stuck.get().sentence());
    }
    return pods.trouble(key).map(health::because).orElse(health);
  }

  /** All that was seen, by name. */
  Map<ObjectKey, Health> all() {
    Map<ObjectKey, Health> all = new TreeMap<>();
    objects.forEach((key, seen) -> all.put(key, explained(key, seen.health)));
    return all;
  }

  /** The pods of bad revisions for which StatefulSets wait in vain. */
  List<StuckPod> stuckPods() {
    return pods.stuck();
  }

  boolean isAllHealthy() {
    return objects.values().stream().allMatch(seen -> seen.health.isHealthy());
  }
}
