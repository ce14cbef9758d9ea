package dev.backstay.health;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What matters of a live pod to the workload that it belongs to.
 *
 * @param owner the object that made it
 * @param revision of its template, as the owner labels it; empty if it does not
 * @param since when it became as ready, or as little ready, as it is, in RFC 3339; may be empty
 * @param leaving it is being deleted or has ended: it counts no more
 */
public record PodReport(
    String name,
    String uid,
    Owner owner,
    String revision,
    boolean ready,
    String since,
    boolean leaving,
    Optional<PodTrouble> trouble) {

  /** Who made a pod; all empty if nobody did. */
  public record Owner(String kind, String name, String uid) {
    private static Owner of(JsonNode pod) {
      for (JsonNode reference : pod.path("metadata").path("ownerReferences")) {
        if (reference.path("controller").asBoolean(false)) {
          return new Owner(
              text(reference, "kind"), text(reference, "name"), text(reference, "uid"));
        }
      }
      return new Owner("", "", "");
    }
  }

  /** Reads a live pod. */
  public static PodReport of(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    JsonNode labels = metadata.path("labels");
    String revision = text(labels, "controller-revision-hash");
    String phase = text(pod.path("status"), "phase");
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    Owner owner = Owner.of(pod);
    return new PodReport(
        text(metadata, "name"),
        text(metadata, "uid"),
        owner,
        owner.kind().equals("DaemonSet") ? text(labels, "pod-template-generation") : revision,
        Conditions.of(pod).isTrue("Ready"),
        since(pod),
        metadata.has("deletionTimestamp") || (ended && !owner.kind().equals("Job")),
        phase.equals("Succeeded") ? Optional.empty() : PodTrouble.of(pod));
  }

  /** A pod of its own, as the folder holds it. */
  static Health healthOf(JsonNode pod) {
    JsonNode status = pod.path("status");
    return switch (text(status, "phase")) {
      case "Succeeded" -> Health.healthy();
      case "Failed" -> {
        String words = Conditions.words(status);
        yield new Health.Failed(
            PodTrouble.of(pod)
                .map(trouble -> trouble.words() + " (" + trouble.place() + ")")
                .orElse(words.isEmpty() ? "it has failed" : words));
      }
      default -> whileAlive(pod);
    };
  }

  private static Health whileAlive(JsonNode pod) {
    if (Conditions.of(pod).isTrue("Ready")) {
      return Health.healthy();
    }
    int ready = 0;
    for (JsonNode container : pod.path("status").path("containerStatuses")) {
      ready += container.path("ready").asBoolean(false) ? 1 : 0;
    }
    int all = pod.path("spec").path("containers").size();
    Health progress = new Health.Progressing(ready + " of " + all + " containers are ready");
    return PodTrouble.of(pod)
        .map(trouble -> progress.because(trouble.words() + " (" + trouble.place() + ")"))
        .orElse(progress);
  }

  private static String since(JsonNode pod) {
    return Conditions.of(pod)
        .of("Ready")
        .map(ready -> text(ready, "lastTransitionTime"))
        .orElseGet(() -> text(pod.path("metadata"), "creationTimestamp"));
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asString("");
  }
}
