package dev.backstay.health;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Judges a live object by what its controller says of it, as kstatus and {@code kubectl rollout
 * status} do.
 */
public final class HealthRules {
  /** The kinds whose health changes after they were applied, as {@code Kind.group}. */
  public static final Set<String> WATCHED_KINDS =
      Set.of("Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch");

  private HealthRules() {}

  /**
   * Judges one object.
   *
   * @param groupKind of the object, as {@code Kind.group}; items of a list do not say it themselves
   */
  public static Health of(String groupKind, JsonNode object) {
    if (object.path("metadata").has("deletionTimestamp")) {
      return new Health.Progressing("it is being deleted");
    }
    if (isUnobserved(groupKind, object)) {
      return new Health.Progressing("waiting for its spec update to be observed");
    }
    return switch (groupKind) {
      case "Deployment.apps" -> Rollout.ofDeployment(object);
      case "StatefulSet.apps" -> Rollout.ofStatefulSet(object);
      case "DaemonSet.apps" -> Rollout.ofDaemonSet(object);
      case "Job.batch" -> ofJob(object);
      case "CustomResourceDefinition.apiextensions.k8s.io" -> ofDefinition(object);
      default -> Health.healthy();
    };
  }

  /** The controller has not yet looked at the newest spec. */
  private static boolean isUnobserved(String groupKind, JsonNode object) {
    JsonNode observed = object.path("status").path("observedGeneration");
    boolean mustObserve = groupKind.endsWith(".apps");
    long generation = object.path("metadata").path("generation").asLong(0);
    return observed.isMissingNode()
        ? mustObserve && generation > 0
        : observed.asLong(0) < generation;
  }

  private static Health ofJob(JsonNode job) {
    Conditions conditions = Conditions.of(job);
    Optional<JsonNode> failed = conditions.with("Failed", "True");
    if (failed.isPresent()) {
      return new Health.Failed(Conditions.words(failed.get()));
    }
    if (conditions.isTrue("Complete") || conditions.isTrue("Suspended")) {
      return Health.healthy();
    }
    long wanted = job.path("spec").path("completions").asLong(1);
    long succeeded = job.path("status").path("succeeded").asLong(0);
    return new Health.Progressing(succeeded + " of " + wanted + " pods have completed");
  }

  private static Health ofDefinition(JsonNode definition) {
    Conditions conditions = Conditions.of(definition);
    for (String type : List.of("NamesAccepted", "Established")) {
      Optional<JsonNode> refused = conditions.with(type, "False");
      if (refused.isPresent() && !refused.get().path("reason").asString("").equals("Installing")) {
        return new Health.Failed(Conditions.words(refused.get()));
      }
    }
    return conditions.isTrue("Established")
        ? Health.healthy()
        : new Health.Progressing("waiting for the API server to establish it");
  }
}
