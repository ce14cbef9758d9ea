package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Inquiry;
import dev.backstay.health.PodReport;
import dev.backstay.health.Workload;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.PlainText;
import dev.backstay.manifest.SecretWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds out why an object is not well. What cannot be found out is said, with the reason. */
final class Inquest {
  private static final int MOST_PODS = 3;
  private static final int MOST_EVENTS = 30;

  private final Inquiry inquiry;
  private final SecretWords secrets;
  private final List<Inquiry.Event> events = new ArrayList<>();
  private final List<Why.Log> logs = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();

  /** Asks as the environment's account. */
  static Why into(ObjectKey key, EnvironmentParts parts) {
    return new Inquest(new Inquiry(parts.cluster().objects()), secrets(parts))
        .of(key, parts.watches().health().workload(key));
  }

  /** Of the Secrets that are deployed, and of those that were seen last. */
  private static SecretWords secrets(EnvironmentParts parts) {
    EnvironmentStatus status = parts.status().now();
    List<Manifest> manifests = new ArrayList<>();
    Stream.concat(status.deployed().map(Deployed::head).stream(), status.seen().stream())
        .distinct()
        .forEach(head -> manifests.addAll(parts.desired().readable(head)));
    return SecretWords.of(manifests);
  }

  private Inquest(Inquiry inquiry, SecretWords secrets) {
    this.inquiry = inquiry;
    this.secrets = secrets;
  }

  private Why of(ObjectKey key, Optional<Workload> workload) {
    attempt(() -> events.addAll(inquiry.events(key)));
    workload.ifPresent(this::pods);
    events.sort(Comparator.comparing(Inquiry.Event::at).reversed());
    return new Why(events.stream().limit(MOST_EVENTS).map(this::clean).toList(), logs, gaps);
  }

  private interface Question {
    void ask() throws ClusterException;
  }

  private void attempt(Question question) {
    try {
      question.ask();
    } catch (ClusterException e) {
      String gap = clean(e.failure().problem().message());
      if (!gaps.contains(gap)) {
        gaps.add(gap);
      }
    }
  }

  private void pods(Workload workload) {
    attempt(
        () -> {
          for (JsonNode pod : unwell(inquiry.pods(workload.namespace(), workload.selector()))) {
            look(workload.namespace(), pod);
          }
        });
  }

  private static List<JsonNode> unwell(List<JsonNode> pods) {
    return pods.stream().filter(pod -> isUnwell(PodReport.of(pod))).limit(MOST_PODS).toList();
  }

  private static boolean isUnwell(PodReport pod) {
    return !pod.leaving() && (!pod.ready() || pod.trouble().isPresent());
  }

  private void look(String namespace, JsonNode pod) {
    String name = pod.path("metadata").path("name").asString("");
    attempt(() -> events.addAll(inquiry.podEvents(namespace, name)));
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : pod.path("status").path(list)) {
        log(namespace, name, container);
      }
    }
  }

  /** Of one that has been started again, what it wrote before it ended says why. */
  private void log(String namespace, String pod, JsonNode container) {
    String name = container.path("name").asString("");
    boolean wasStarted =
        container.path("state").has("running") || container.path("state").has("terminated");
    if (container.path("restartCount").asInt(0) > 0) {
      attempt(() -> add(namespace, pod, name, true));
    }
    if (wasStarted) {
      attempt(() -> add(namespace, pod, name, false));
    }
  }

  private void add(String namespace, String pod, String container, boolean previous)
      throws ClusterException {
    List<String> lines = inquiry.log(namespace, pod, container, previous);
    logs.add(new Why.Log(pod, container, previous, lines.stream().map(this::clean).toList()));
  }

  private Inquiry.Event clean(Inquiry.Event event) {
    return new Inquiry.Event(
        event.at(),
        clean(event.type()),
        clean(event.reason()),
        clean(event.object()),
        clean(event.message()),
        event.count());
  }

  private String clean(String text) {
    return PlainText.line(secrets.mask(text));
  }
}
