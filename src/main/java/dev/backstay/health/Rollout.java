package dev.backstay.health;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The progress of a workload's pods towards its newest spec, in kubectl's words. */
final class Rollout {
  private Rollout() {}

  static Health ofDeployment(JsonNode deployment) {
    Conditions conditions = Conditions.of(deployment);
    Optional<JsonNode> stuck =
        conditions
            .with("Progressing", "False")
            .filter(c -> c.path("reason").asString("").equals("ProgressDeadlineExceeded"));
    if (stuck.isPresent()) {
      return new Health.Failed("exceeded its progress deadline: " + Conditions.words(stuck.get()));
    }
    return withReplicaFailure(
        deployment.path("spec").path("paused").asBoolean(false)
            ? whilePaused(deployment)
            : progress(deployment),
        conditions);
  }

  private static Health progress(JsonNode deployment) {
    JsonNode status = deployment.path("status");
    long wanted = deployment.path("spec").path("replicas").asLong(1);
    long updated = status.path("updatedReplicas").asLong(0);
    long replicas = status.path("replicas").asLong(0);
    if (updated < wanted) {
      return new Health.Progressing(
          updated + " out of " + wanted + " new replicas have been updated");
    }
    if (replicas > updated) {
      return new Health.Progressing((replicas - updated) + " old replicas are pending termination");
    }
    return availability(status, "updated replicas", updated);
  }

  /** Its pods stay as they are, on purpose: enough that they are there. */
  private static Health whilePaused(JsonNode deployment) {
    JsonNode status = deployment.path("status");
    long wanted = deployment.path("spec").path("replicas").asLong(1);
    long available = status.path("availableReplicas").asLong(0);
    return available < wanted
        ? new Health.Progressing("paused with " + available + " of " + wanted + " replicas")
        : Health.healthy();
  }

  static Health ofReplicaSet(JsonNode set) {
    JsonNode status = set.path("status");
    long wanted = set.path("spec").path("replicas").asLong(1);
    return withReplicaFailure(availability(status, "replicas", wanted), Conditions.of(set));
  }

  /** Pods that cannot even be created: a quota, a webhook. */
  private static Health withReplicaFailure(Health health, Conditions conditions) {
    return conditions
        .with("ReplicaFailure", "True")
        .map(failure -> health.because(Conditions.words(failure)))
        .orElse(health);
  }

  static Health ofStatefulSet(JsonNode set) {
    JsonNode spec = set.path("spec");
    JsonNode status = set.path("status");
    long wanted = spec.path("replicas").asLong(1);
    long ready = status.path("readyReplicas").asLong(0);
    boolean onDelete = spec.path("updateStrategy").path("type").asString("").equals("OnDelete");
    if (onDelete) {
      return ready < wanted ? pending(wanted - ready) : Health.healthy();
    }
    long partition = spec.path("updateStrategy").path("rollingUpdate").path("partition").asLong(0);
    long updated = status.path("updatedReplicas").asLong(0);
    if (ready < wanted) {
      return pending(wanted - ready);
    }
    if (updated < wanted - partition) {
      return new Health.Progressing(
          updated + " out of " + (wanted - partition) + " new pods have been updated");
    }
    boolean rolled =
        partition > 0
            || status
                .path("updateRevision")
                .asString("")
                .equals(status.path("currentRevision").asString(""));
    return rolled
        ? Health.healthy()
        : new Health.Progressing("waiting for the rolling update to complete");
  }

  static Health ofDaemonSet(JsonNode set) {
    JsonNode status = set.path("status");
    long wanted = status.path("desiredNumberScheduled").asLong(0);
    long updated = status.path("updatedNumberScheduled").asLong(0);
    long available = status.path("numberAvailable").asLong(0);
    if (updated < wanted) {
      return new Health.Progressing(updated + " out of " + wanted + " new pods have been updated");
    }
    return available < wanted
        ? new Health.Progressing(available + " of " + wanted + " updated pods are available")
        : Health.healthy();
  }

  private static Health pending(long pods) {
    return new Health.Progressing("waiting for " + pods + " pods to be ready");
  }

  private static Health availability(JsonNode status, String what, long wanted) {
    long available = status.path("availableReplicas").asLong(0);
    return available < wanted
        ? new Health.Progressing(available + " of " + wanted + " " + what + " are available")
        : Health.healthy();
  }
}
