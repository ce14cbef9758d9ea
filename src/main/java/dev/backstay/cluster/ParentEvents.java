package dev.backstay.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells what happened to an environment as Kubernetes Events on its parent. */
public final class ParentEvents {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The API server takes no longer ones. */
  private static final int LONGEST_MESSAGE = 1024;

  private final KubeHttp http;
  private final ApplySet set;

  public ParentEvents(KubeHttp http, ApplySet set) {
    this.http = http;
    this.set = set;
  }

  /**
   * Publishes one event. An event that cannot be written is no reason to stop a sync, so only the
   * answer tells.
   *
   * @param reason one word: {@code Synced}, {@code RolledBack}, {@code Refused}
   * @return whether it was written
   */
  public boolean publish(Parent parent, boolean warning, String reason, String message) {
    ObjectNode event = JSON.createObjectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("generateName", set.parentName() + ".")
        .put("namespace", set.namespace());
    event
        .putObject("involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("name", set.parentName())
        .put("namespace", set.namespace())
        .put("uid", parent.uid());
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    event
        .put("type", warning ? "Warning" : "Normal")
        .put("reason", reason)
        .put("message", bounded(message))
        .put("firstTimestamp", now)
        .put("lastTimestamp", now)
        .put("count", 1)
        .put("reportingComponent", "backstay");
    event.putObject("source").put("component", "backstay");
    String path = "api/v1/namespaces/" + set.namespace() + "/events";
    return http.send(Request.post(path, JSON.writeValueAsString(event))) instanceof Answer.Ok;
  }

  private static String bounded(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }
}
