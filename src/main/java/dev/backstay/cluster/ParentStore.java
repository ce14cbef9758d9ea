package dev.backstay.cluster;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the parent of an environment. A write says which version it is based on, so that
 * of two agents one always notices the other.
 */
public final class ParentStore {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final KubeHttp http;
  private final ApplySet set;

  public ParentStore(KubeHttp http, ApplySet set) {
    this.http = http;
    this.set = set;
  }

  /** {@link Parent#NONE} if there is none. */
  public Parent read() throws ClusterException {
    Answer answer = http.send(Request.get(path()));
    return answer.code() == 404 ? Parent.NONE : Parent.of(answer.orThrow("read " + name()));
  }

  /**
   * Makes sure that there is no newer one, by a dry-run that names the version. A read alone does
   * not tell: an API server that was cut off, or a cache on the way, answers with what once was.
   *
   * @throws ClusterException if there is a newer one, or none any more
   */
  public void confirm(Parent parent) throws ClusterException {
    ObjectNode patch = JSON.createObjectNode();
    patch
        .putObject("metadata")
        .put("uid", parent.uid())
        .put("resourceVersion", parent.resourceVersion());
    http.send(
            Request.mergePatch(path(), JSON.writeValueAsString(patch))
                .metadataOnly()
                .with("dryRun", "All"))
        .orThrow("make sure that " + name() + " is what was read");
  }

  /**
   * Writes the whole of a parent that {@link #read} or this method gave before.
   *
   * @return it with its new version
   * @throws ClusterException if it could not be written, or somebody else wrote or deleted it
   *     meanwhile
   */
  public Parent write(Parent parent) throws ClusterException {
    String body = JSON.writeValueAsString(toJson(parent));
    Answer answer =
        parent.exists()
            ? http.send(Request.mergePatch(path(), body))
            : http.send(Request.post(collection(), body));
    if (answer.code() == 404 && parent.exists()) {
      throw new ClusterException(lost());
    }
    JsonNode written = answer.orThrow("write " + name());
    return Parent.of(written);
  }

  private ApiFailure lost() {
    return new ApiFailure(
        ApiFailure.Kind.PASSING,
        Problem.general(
            ProblemCode.WRITTEN_BY_OTHER,
            name() + " was deleted, and with it what is known of the environment",
            "nothing is pruned; what the folder says is taken up again"));
  }

  private ObjectNode toJson(Parent parent) {
    ObjectNode configMap = JSON.createObjectNode();
    configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = configMap.putObject("metadata");
    metadata.put("name", set.parentName()).put("namespace", set.namespace());
    if (parent.exists()) {
      metadata.put("resourceVersion", parent.resourceVersion());
    }
    metadata
        .putObject("labels")
        .put(ApplySet.ID_LABEL, set.id())
        .put("app.kubernetes.io/managed-by", "backstay");
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put(ApplySet.TOOLING, "backstay/v1");
    annotations.put(ApplySet.GROUP_KINDS, String.join(",", parent.groupKinds()));
    annotations.put(ApplySet.NAMESPACES, String.join(",", parent.namespaces()));
    parent.annotations().forEach(annotations::put);
    ObjectNode data = configMap.putObject("data");
    parent.data().forEach(data::put);
    return configMap;
  }

  private String collection() {
    return "api/v1/namespaces/" + set.namespace() + "/configmaps";
  }

  private String path() {
    return collection() + "/" + set.parentName();
  }

  private String name() {
    return "configmap/" + set.parentName() + " in " + set.namespace();
  }
}
