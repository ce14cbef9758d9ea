package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Asks the API server why something is as it is: Events, pods, and what containers wrote last. Only
 * when a person wants to know, never by itself.
 */
public final class Inquiry {
  private static final int MOST_EVENTS = 20;
  private static final int MOST_LISTED = 200;
  private static final int LAST_LINES = 40;
  private static final int MOST_BYTES = 16 * 1024;

  private final KubeHttp http;

  public Inquiry(KubeHttp http) {
    this.http = http;
  }

  /**
   * An Event, as it was told last.
   *
   * @param at when, in RFC 3339; may be empty
   * @param count how often
   */
  public record Event(
      String at, String type, String reason, String object, String message, int count) {}

  /**
   * The Events of an object, the newest first.
   *
   * @throws ClusterException if they cannot be had
   */
  public List<Event> events(ObjectKey object) throws ClusterException {
    return events(object.kind(), object.namespace(), object.name());
  }

  /**
   * The Events of a pod, the newest first.
   *
   * @throws ClusterException if they cannot be had
   */
  public List<Event> podEvents(String namespace, String pod) throws ClusterException {
    return events("Pod", namespace, pod);
  }

  private List<Event> events(String kind, String namespace, String name) throws ClusterException {
    Request list =
        Request.get("api/v1/namespaces/" + encoded(namespace) + "/events")
            .with("fieldSelector", "involvedObject.kind=" + kind + ",involvedObject.name=" + name)
            .with("limit", Integer.toString(MOST_LISTED));
    List<Event> events = new ArrayList<>();
    for (JsonNode event : http.send(list).orThrow("list the Events of " + name).path("items")) {
      events.add(event(event));
    }
    events.sort(Comparator.comparing(Event::at).reversed());
    return List.copyOf(events.subList(0, Math.min(events.size(), MOST_EVENTS)));
  }

  private static Event event(JsonNode event) {
    JsonNode series = event.path("series");
    String at =
        List.of(
                series.path("lastObservedTime").asString(""),
                event.path("lastTimestamp").asString(""),
                event.path("eventTime").asString(""),
                event.path("metadata").path("creationTimestamp").asString(""))
            .stream()
            .filter(time -> !time.isEmpty())
            .findFirst()
            .orElse("");
    JsonNode object = event.path("involvedObject");
    return new Event(
        at,
        event.path("type").asString(""),
        event.path("reason").asString(""),
        object.path("kind").asString("") + "/" + object.path("name").asString(""),
        event.path("message").asString(""),
        Math.max(1, event.path("count").asInt(series.path("count").asInt(1))));
  }

  /**
   * The pods that a selector takes.
   *
   * @throws ClusterException if they cannot be had
   */
  public List<JsonNode> pods(String namespace, String selector) throws ClusterException {
    Request list =
        Request.get("api/v1/namespaces/" + encoded(namespace) + "/pods")
            .with("labelSelector", selector)
            .with("limit", Integer.toString(MOST_LISTED));
    List<JsonNode> pods = new ArrayList<>();
    http.send(list).orThrow("list the pods").path("items").forEach(pods::add);
    return pods;
  }

  /**
   * The last lines that a container wrote.
   *
   * @param previous of the one that ended before this one was started
   * @throws ClusterException if they cannot be had
   */
  public List<String> log(String namespace, String pod, String container, boolean previous)
      throws ClusterException {
    Request read =
        Request.get("api/v1/namespaces/" + encoded(namespace) + "/pods/" + encoded(pod) + "/log")
            .with("container", container)
            .with("tailLines", Integer.toString(LAST_LINES))
            .with("limitBytes", Integer.toString(MOST_BYTES))
            .with("previous", Boolean.toString(previous))
            .accepting("*/*");
    return http.send(read).orThrow("read the log of " + pod).asString("").lines().toList();
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
