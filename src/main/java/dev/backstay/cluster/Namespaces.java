package dev.backstay.cluster;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the namespace of an environment where it is missing. It is never deleted by us. */
public final class Namespaces {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final KubeHttp http;

  public Namespaces(KubeHttp http) {
    this.http = http;
  }

  /** How a namespace stands. */
  public enum State {
    MISSING,
    ACTIVE,
    TERMINATING
  }

  public State look(String name) throws ClusterException {
    Answer answer = http.send(Request.get("api/v1/namespaces/" + name));
    if (answer.code() == 404) {
      return State.MISSING;
    }
    boolean terminating =
        answer.orThrow("look at namespace/" + name).path("metadata").has("deletionTimestamp");
    return terminating ? State.TERMINATING : State.ACTIVE;
  }

  /** Creates it; one that appeared meanwhile is as good. */
  public void create(String name) throws ClusterException {
    ObjectNode namespace = JSON.createObjectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode metadata = namespace.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "backstay");
    Answer answer =
        http.send(Request.post("api/v1/namespaces", JSON.writeValueAsString(namespace)));
    if (answer.code() != 409) {
      answer.orThrow("make namespace/" + name);
    }
  }
}
