package dev.backstay.health;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Judges an object of a kind that Kubernetes does not know by itself, by the conditions that its
 * controller sets: those of kstatus, {@code Reconciling}, {@code Stalled} and {@code Ready}.
 */
final class CustomResource {
  /** Groups of the API server itself; others under {@code k8s.io} come with a CRD. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "internal.apiserver.k8s.io",
          "metrics.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io",
          "storagemigration.k8s.io");

  private CustomResource() {}

  /** Whether a {@code Kind.group} is none of Kubernetes' own. */
  static boolean isOne(String groupKind) {
    String group = groupKind.substring(groupKind.indexOf('.') + 1);
    return group.contains(".") && !BUILT_IN.contains(group);
  }

  static Health healthOf(JsonNode object) {
    Conditions conditions = Conditions.of(object);
    Optional<JsonNode> stalled = conditions.with("Stalled", "True");
    if (stalled.isPresent()) {
      return new Health.Failed(words(stalled.get(), "it is stalled"));
    }
    Optional<JsonNode> reconciling = conditions.with("Reconciling", "True");
    if (reconciling.isPresent()) {
      return new Health.Progressing(words(reconciling.get(), "it is being reconciled"));
    }
    return conditions
        .of("Ready")
        .map(ready -> byReadiness(ready, object.path("metadata").path("generation").asLong(0)))
        .orElseGet(Health::healthy);
  }

  private static Health byReadiness(JsonNode ready, long generation) {
    if (ready.path("observedGeneration").asLong(generation) < generation) {
      return HealthRules.UNOBSERVED;
    }
    return ready.path("status").asString("").equals("True")
        ? Health.healthy()
        : new Health.Progressing(words(ready, "it is not ready"));
  }

  private static String words(JsonNode condition, String otherwise) {
    String words = Conditions.words(condition);
    return words.isEmpty() ? otherwise : words;
  }
}
