package dev.backstay.sync;

import dev.backstay.cluster.ObjectWatch;
import dev.backstay.manifest.ObjectKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Which workloads a HorizontalPodAutoscaler looks after, whoever made it: their number of replicas
 * is not ours.
 */
final class Autoscalers implements ObjectWatch.Listener {
  static final String KIND = "HorizontalPodAutoscaler.autoscaling";

  private final Map<ObjectKey, ObjectKey> targets = new ConcurrentHashMap<>();
  private final Consumer<ObjectKey> onChange;

  /**
   * Nothing is known yet.
   *
   * @param onChange is told of a workload that an autoscaler began or ceased to look after
   */
  Autoscalers(Consumer<ObjectKey> onChange) {
    this.onChange = onChange;
  }

  @Override
  public void onObject(ObjectKey key, JsonNode autoscaler) {
    ObjectKey target = target(key.namespace(), autoscaler.path("spec").path("scaleTargetRef"));
    ObjectKey before = targets.put(key, target);
    if (!target.equals(before)) {
      onChange.accept(target);
      if (before != null) {
        onChange.accept(before);
      }
    }
  }

  @Override
  public void onGone(ObjectKey key, long version) {
    ObjectKey before = targets.remove(key);
    if (before != null) {
      onChange.accept(before);
    }
  }

  private static ObjectKey target(String namespace, JsonNode reference) {
    String apiVersion = reference.path("apiVersion").asString("");
    int slash = apiVersion.indexOf('/');
    return new ObjectKey(
        slash < 0 ? "" : apiVersion.substring(0, slash),
        reference.path("kind").asString(""),
        namespace,
        reference.path("name").asString(""));
  }

  /** Everything that was seen is forgotten: all is about to be listed anew. */
  void clear() {
    targets.clear();
  }

  boolean lookAfter(ObjectKey workload) {
    return targets.containsValue(workload);
  }
}
