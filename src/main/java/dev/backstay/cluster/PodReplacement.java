package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.util.Optional;

/** Deletes a pod that its controller will not replace by itself, so that it makes a new one. */
public final class PodReplacement {
  private static final ServedKind POD = new ServedKind("", "v1", "Pod", "pods", true);

  private final KubeHttp http;

  public PodReplacement(KubeHttp http) {
    this.http = http;
  }

  /**
   * Looks at the pod and deletes it, if it still is the one that is meant.
   *
   * @param uid of the pod that is meant: its successor has the same name
   * @return why not, if it should be but could not be deleted
   */
  public Optional<ApiFailure> replace(String namespace, String name, String uid) {
    ObjectKey key = new ObjectKey("", "Pod", namespace, name);
    String path = Request.object(POD, key);
    Answer look = http.send(Request.get(path).metadataOnly());
    if (look.code() == 404) {
      return Optional.empty();
    }
    if (!(look instanceof Answer.Ok ok)) {
      return Optional.of(ApiFailure.of(key, "look at it", look));
    }
    Member live = Member.of(key, ok.body());
    if (!live.uid().equals(uid) || live.terminating()) {
      return Optional.empty();
    }
    Answer answer = http.send(DeleteOptions.delete(path, live));
    return answer instanceof Answer.Ok || answer.code() == 404
        ? Optional.empty()
        : Optional.of(ApiFailure.of(key, "delete it", answer));
  }
}
