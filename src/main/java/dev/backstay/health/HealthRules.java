package dev.backstay.health;

import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Judges a live object by what its controller says of it, as kstatus and {@code kubectl rollout
 * status} do.
 */
public final class HealthRules {
  /** The built-in kinds whose health changes after they were applied, as {@code Kind.group}. */
  private static final Set<String> JUDGED =
      Set.of(
          "Deployment.apps",
          "StatefulSet.apps",
          "DaemonSet.apps",
          "ReplicaSet.apps",
          "Job.batch",
          "Pod",
          "PersistentVolumeClaim",
          "Service",
          "HorizontalPodAutoscaler.autoscaling",
          "CustomResourceDefinition.apiextensions.k8s.io",
          "APIService.apiregistration.k8s.io",
          "Namespace");

  /** Nothing is known yet of how the newest spec fares. */
  public static final Health UNOBSERVED =
      new Health.Progressing("waiting for its spec update to be observed");

  private HealthRules() {}

  /**
   * Whether the health of a kind is told by its content. All others are healthy as soon as they are
   * there, so their metadata are enough: an Ingress whose controller gives it no address, a CronJob
   * before its first run, and everything that may be secret.
   */
  public static boolean isJudged(String groupKind) {
    return JUDGED.contains(groupKind) || CustomResource.isOne(groupKind);
  }

  /**
   * Judges one object.
   *
   * @param groupKind of the object, as {@code Kind.group}; items of a list do not say it themselves
   */
  public static Health of(String groupKind, JsonNode object) {
    if (object.path("metadata").has("deletionTimestamp")) {
      return ofLeaving(groupKind, object);
    }
    if (isUnobserved(groupKind, object)) {
      return UNOBSERVED;
    }
    return switch (groupKind) {
      case "Deployment.apps" -> Rollout.ofDeployment(object);
      case "StatefulSet.apps" -> Rollout.ofStatefulSet(object);
      case "DaemonSet.apps" -> Rollout.ofDaemonSet(object);
      case "ReplicaSet.apps" -> Rollout.ofReplicaSet(object);
      case "Job.batch" -> BuiltIn.ofJob(object);
      case "Pod" -> PodReport.healthOf(object);
      case "PersistentVolumeClaim" -> BuiltIn.ofClaim(object);
      case "Service" -> BuiltIn.ofService(object);
      case "HorizontalPodAutoscaler.autoscaling" -> BuiltIn.ofAutoscaler(object);
      case "CustomResourceDefinition.apiextensions.k8s.io" -> BuiltIn.ofDefinition(object);
      case "APIService.apiregistration.k8s.io" -> BuiltIn.ofApiService(object);
      default ->
          CustomResource.isOne(groupKind) ? CustomResource.healthOf(object) : Health.healthy();
    };
  }

  private static Health ofLeaving(String groupKind, JsonNode object) {
    JsonNode finalizers = object.path("metadata").path("finalizers");
    String leaving = "it is being deleted";
    if (groupKind.equals("Namespace")) {
      return Conditions.of(object)
          .with("NamespaceFinalizersRemaining", "True")
          .or(() -> Conditions.of(object).with("NamespaceContentRemaining", "True"))
          .map(left -> new Health.Progressing(leaving + ": " + Conditions.words(left)))
          .orElseGet(() -> new Health.Progressing(leaving));
    }
    return finalizers.isEmpty()
        ? new Health.Progressing(leaving)
        : new Health.Progressing(leaving + " and waits for its finalizers " + names(finalizers));
  }

  private static String names(JsonNode texts) {
    return String.join(
        ", ",
        StreamSupport.stream(texts.spliterator(), false).map(text -> text.asString("")).toList());
  }

  /**
   * The controller has not yet looked at the newest spec. That of an autoscaler may take a quarter
   * of a minute to do so, which nobody has to wait for.
   */
  private static boolean isUnobserved(String groupKind, JsonNode object) {
    if (groupKind.equals("HorizontalPodAutoscaler.autoscaling")) {
      return false;
    }
    JsonNode observed = object.path("status").path("observedGeneration");
    boolean mustObserve = groupKind.endsWith(".apps");
    long generation = object.path("metadata").path("generation").asLong(0);
    return observed.isMissingNode()
        ? mustObserve && generation > 0
        : observed.asLong(0) < generation;
  }
}
