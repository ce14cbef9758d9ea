package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads single objects. */
public final class LiveObjects {
  private final KubeHttp http;

  public LiveObjects(KubeHttp http) {
    this.http = http;
  }

  /** The whole object, if it exists. */
  public Optional<JsonNode> read(ServedKind kind, ObjectKey key) throws ClusterException {
    return found(key, http.send(Request.get(Request.object(kind, key))));
  }

  /** Its metadata only, if it exists. */
  public Optional<Member> look(ServedKind kind, ObjectKey key) throws ClusterException {
    Answer answer = http.send(Request.get(Request.object(kind, key)).metadataOnly());
    return found(key, answer).map(object -> Member.of(key, object));
  }

  private static Optional<JsonNode> found(ObjectKey key, Answer answer) throws ClusterException {
    return answer.code() == 404 ? Optional.empty() : Optional.of(answer.orThrow("look at " + key));
  }
}
