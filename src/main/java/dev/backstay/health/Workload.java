package dev.backstay.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What tells the pods of a workload from others, and those of its newest template from older ones.
 *
 * @param selector of its pods, as the API server takes it
 * @param newest what its newest pods say of their template: the name of their ReplicaSet, or their
 *     revision; empty if that cannot be told
 * @param updatesFrom a StatefulSet brings its pods to the newest revision down to this ordinal, one
 *     after the other when the one before is ready; none where it does not
 */
public record Workload(
    String groupKind,
    String namespace,
    String name,
    String uid,
    String selector,
    String newest,
    Optional<Long> updatesFrom) {
  private static final Set<String> WITH_PODS =
      Set.of(
          "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch");

  /** The controller names the new ReplicaSet in whatever it says of the progress. */
  private static final Pattern QUOTED = Pattern.compile("(?i)replica ?set \"([^\"]+)\"");

  private static final String GENERATION = "deprecated.daemonset.template.generation";

  /** Reads a live object; empty for kinds that have no pods. */
  public static Optional<Workload> of(String groupKind, JsonNode object) {
    if (!WITH_PODS.contains(groupKind)) {
      return Optional.empty();
    }
    JsonNode metadata = object.path("metadata");
    String selector = selector(object.path("spec").path("selector"));
    return selector.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Workload(
                groupKind,
                metadata.path("namespace").asString(""),
                metadata.path("name").asString(""),
                metadata.path("uid").asString(""),
                selector,
                newest(groupKind, object),
                updatesFrom(groupKind, object)));
  }

  private static String selector(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(label -> terms.add(label.getKey() + "=" + label.getValue().asString("")));
    for (JsonNode term : selector.path("matchExpressions")) {
      String key = term.path("key").asString("");
      List<String> values = new ArrayList<>();
      term.path("values").forEach(value -> values.add(value.asString("")));
      String among = " (" + String.join(",", values) + ")";
      terms.add(
          switch (term.path("operator").asString("")) {
            case "In" -> key + " in" + among;
            case "NotIn" -> key + " notin" + among;
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    return String.join(",", terms);
  }

  private static String newest(String groupKind, JsonNode object) {
    return switch (groupKind) {
      case "Deployment.apps" ->
          Conditions.of(object)
              .of("Progressing")
              .map(progress -> QUOTED.matcher(progress.path("message").asString("")))
              .filter(Matcher::find)
              .map(found -> found.group(1))
              .orElse("");
      case "StatefulSet.apps" -> object.path("status").path("updateRevision").asString("");
      case "DaemonSet.apps" ->
          object.path("metadata").path("annotations").path(GENERATION).asString("");
      default -> "";
    };
  }

  private static Optional<Long> updatesFrom(String groupKind, JsonNode object) {
    JsonNode spec = object.path("spec");
    JsonNode strategy = spec.path("updateStrategy");
    boolean inOrder =
        groupKind.equals("StatefulSet.apps")
            && spec.path("podManagementPolicy").asString("OrderedReady").equals("OrderedReady")
            && strategy.path("type").asString("RollingUpdate").equals("RollingUpdate");
    return inOrder
        ? Optional.of(strategy.path("rollingUpdate").path("partition").asLong(0))
        : Optional.empty();
  }

  /** Whether it made this pod, by itself or through a ReplicaSet. */
  private boolean owns(PodReport pod) {
    return groupKind.equals("Deployment.apps")
        ? pod.owner().kind().equals("ReplicaSet") && pod.owner().name().startsWith(name + "-")
        : pod.owner().uid().equals(uid);
  }

  private boolean isNewest(PodReport pod) {
    String template = groupKind.equals("Deployment.apps") ? pod.owner().name() : pod.revision();
    return newest.isEmpty() || template.equals(newest);
  }

  /** Why its newest pods are not all ready, in one sentence; empty if they do not say. */
  public Optional<String> trouble(Collection<PodReport> pods) {
    return PodTroubles.sentence(
        pods.stream().filter(pod -> owns(pod) && !pod.leaving() && isNewest(pod)).toList());
  }

  /** The pod of another revision that keeps a StatefulSet from going on, if there is one. */
  public Optional<StuckPod> stuck(Collection<PodReport> pods) {
    if (updatesFrom.isEmpty() || newest.isEmpty()) {
      return Optional.empty();
    }
    return pods.stream()
        .filter(pod -> owns(pod) && !pod.leaving() && !pod.ready())
        .filter(pod -> !pod.revision().isEmpty() && !isNewest(pod))
        .filter(pod -> ordinal(pod) >= updatesFrom.get())
        .min((a, b) -> Long.compare(ordinal(a), ordinal(b)))
        .map(pod -> new StuckPod(namespace, newest, pod));
  }

  private long ordinal(PodReport pod) {
    String number = pod.name().substring(Math.min(pod.name().length(), name.length() + 1));
    return number.matches("\\d{1,9}") ? Long.parseLong(number) : -1;
  }
}
