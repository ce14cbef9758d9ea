package dev.backstay.health;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Why a pod does not get ready, as its kubelet or the scheduler says it.
 *
 * @param pod its name
 * @param container empty where the pod as a whole has the trouble
 * @param reason one word: {@code ImagePullBackOff}
 * @param detail more words; may be empty
 */
public record PodTrouble(String pod, String container, String reason, String detail) {
  /** Waits that belong to every start. */
  private static final Set<String> USUAL = Set.of("", "ContainerCreating", "PodInitializing");

  private static final String CRASH_LOOP = "CrashLoopBackOff";

  /** The first trouble of a pod, if it has any. */
  static Optional<PodTrouble> of(JsonNode pod) {
    String name = pod.path("metadata").path("name").asString("");
    Optional<PodTrouble> unscheduled =
        Conditions.of(pod)
            .with("PodScheduled", "False")
            .filter(c -> c.path("reason").asString("").equals("Unschedulable"))
            .map(c -> new PodTrouble(name, "", "Unschedulable", Conditions.words(c)));
    return unscheduled
        .or(() -> inContainers(name, "init container ", pod, "initContainerStatuses"))
        .or(() -> inContainers(name, "container ", pod, "containerStatuses"));
  }

  private static Optional<PodTrouble> inContainers(
      String pod, String what, JsonNode object, String field) {
    for (JsonNode container : object.path("status").path(field)) {
      String name = what + container.path("name").asString("");
      Optional<PodTrouble> trouble = inContainer(pod, name, container);
      if (trouble.isPresent()) {
        return trouble;
      }
    }
    return Optional.empty();
  }

  private static Optional<PodTrouble> inContainer(String pod, String name, JsonNode container) {
    JsonNode state = container.path("state");
    String reason = state.path("waiting").path("reason").asString("");
    if (reason.equals(CRASH_LOOP)) {
      return Optional.of(new PodTrouble(pod, name, reason, ending(lastEnd(container))));
    }
    if (!USUAL.contains(reason)) {
      String message = Conditions.line(state.path("waiting").path("message").asString(""));
      return Optional.of(new PodTrouble(pod, name, reason, message));
    }
    JsonNode end = state.has("terminated") ? state.path("terminated") : lastEnd(container);
    boolean crashed = end.path("exitCode").asLong(0) != 0;
    return crashed && !container.path("ready").asBoolean(false)
        ? Optional.of(new PodTrouble(pod, name, reasonOf(end), exitCode(end)))
        : Optional.empty();
  }

  private static JsonNode lastEnd(JsonNode container) {
    return container.path("lastState").path("terminated");
  }

  /** Its message is left out: it may be the last lines of a log, with anything in them. */
  private static String ending(JsonNode end) {
    return end.isMissingNode() ? "" : reasonOf(end) + ", " + exitCode(end);
  }

  private static String reasonOf(JsonNode end) {
    String reason = end.path("reason").asString("");
    return reason.isEmpty() ? "Error" : reason;
  }

  private static String exitCode(JsonNode end) {
    return "exit code " + end.path("exitCode").asLong(0);
  }

  boolean isLike(PodTrouble other) {
    return container.equals(other.container) && reason.equals(other.reason);
  }

  /** {@code ImagePullBackOff: Back-off pulling image "web:2"}. */
  public String words() {
    return detail.isEmpty() ? reason : reason + ": " + detail;
  }

  /** {@code container web of pod web-7c-x2}. */
  String place() {
    return container.isEmpty() ? "pod " + pod : container + " of pod " + pod;
  }
}
