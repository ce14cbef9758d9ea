package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Changes who owns the fields of a live object, and nothing else of it. Each patch says which
 * version it is based on, so that a change made meanwhile is looked at first.
 */
final class OwnershipPatch {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int TRIES = 5;

  private final KubeHttp http;

  OwnershipPatch(KubeHttp http) {
    this.http = http;
  }

  /**
   * Makes a change; an object that is not there has nothing to change.
   *
   * @return the last answer: of the look if nothing was to be changed, else of the patch
   */
  Answer make(ServedKind kind, ObjectKey key, UnaryOperator<ManagedFields> change) {
    String path = Request.object(kind, key);
    Answer answer = new Answer.Nothing("not asked");
    for (int attempt = 0; attempt < TRIES; attempt++) {
      answer = http.send(Request.get(path).metadataOnly());
      if (!(answer instanceof Answer.Ok look)) {
        return answer;
      }
      JsonNode metadata = look.body().path("metadata");
      ManagedFields live = ManagedFields.of(metadata);
      ManagedFields wanted = change.apply(live);
      if (wanted.equals(live)) {
        return answer;
      }
      answer = http.send(Request.jsonPatch(path, body(metadata, wanted)).metadataOnly());
      if (answer.code() != 409) {
        return answer;
      }
    }
    return answer;
  }

  private static String body(JsonNode metadata, ManagedFields wanted) {
    ArrayNode operations = JSON.createArrayNode();
    operations
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", metadata.path("resourceVersion").asString(""));
    operations
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/managedFields")
        .set("value", wanted.toJson());
    return JSON.writeValueAsString(operations);
  }
}
