package dev.backstay.health;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The rules for Kubernetes' own kinds that are no running workload. */
final class BuiltIn {
  private BuiltIn() {}

  static Health ofJob(JsonNode job) {
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

  /**
   * A claim without a volume is as it should be where nobody has been asked to make one: its class
   * waits for the first pod that uses it, or the volume is made by hand. Pods that miss it say so.
   */
  static Health ofClaim(JsonNode claim) {
    String provisioner =
        claim
            .path("metadata")
            .path("annotations")
            .path("volume.kubernetes.io/storage-provisioner")
            .asString("");
    return switch (claim.path("status").path("phase").asString("")) {
      case "Lost" -> new Health.Failed("its volume is lost");
      case "Bound" -> Health.healthy();
      default ->
          provisioner.isEmpty()
              ? Health.healthy()
              : new Health.Progressing("waiting for " + provisioner + " to make its volume");
    };
  }

  static Health ofService(JsonNode service) {
    boolean needsAddress = service.path("spec").path("type").asString("").equals("LoadBalancer");
    return needsAddress && service.path("status").path("loadBalancer").path("ingress").isEmpty()
        ? new Health.Progressing("waiting for the address of its load balancer")
        : Health.healthy();
  }

  /**
   * One that cannot scale at all is wrong. One that has no metrics yet is not: they come minutes
   * after the first pod, or never on a cluster without a metrics server.
   */
  static Health ofAutoscaler(JsonNode autoscaler) {
    return Conditions.of(autoscaler)
        .with("AbleToScale", "False")
        .filter(unable -> unable.path("reason").asString("").startsWith("Failed"))
        .<Health>map(unable -> new Health.Failing(Conditions.words(unable)))
        .orElseGet(Health::healthy);
  }

  static Health ofDefinition(JsonNode definition) {
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

  static Health ofApiService(JsonNode service) {
    Conditions conditions = Conditions.of(service);
    if (conditions.isTrue("Available")) {
      return Health.healthy();
    }
    return conditions
        .with("Available", "False")
        .<Health>map(unavailable -> new Health.Failing(Conditions.words(unavailable)))
        .orElseGet(() -> new Health.Progressing("waiting for the API server to reach it"));
  }
}
