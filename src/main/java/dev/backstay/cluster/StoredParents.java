package dev.backstay.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds the parents that agents keep in a cluster, by one list: for those who only look. */
public final class StoredParents {
  private static final String TOOLING_PREFIX = "backstay/";
  private static final String NAME_PREFIX = "backstay-";

  private final KubeHttp http;

  public StoredParents(KubeHttp http) {
    this.http = http;
  }

  /** The parent of an environment. */
  public record Found(String environment, String namespace, Parent parent) {}

  /**
   * All of them, by name.
   *
   * @param namespace empty: in every namespace
   */
  public List<Found> list(Optional<String> namespace) throws ClusterException {
    String path =
        namespace.map(n -> "api/v1/namespaces/" + n + "/configmaps").orElse("api/v1/configmaps");
    List<Found> found = new ArrayList<>();
    new Pages(http, Request.get(path).with("labelSelector", ApplySet.ID_LABEL))
        .each(configMap -> of(configMap).ifPresent(found::add));
    found.sort(Comparator.comparing(Found::environment).thenComparing(Found::namespace));
    return found;
  }

  /** Empty for the set of another tool: whoever took it over tells of it. */
  static Optional<Found> of(JsonNode configMap) {
    JsonNode metadata = configMap.path("metadata");
    String tooling = metadata.path("annotations").path(ApplySet.TOOLING).asString("");
    String name = metadata.path("name").asString("");
    return tooling.startsWith(TOOLING_PREFIX) && name.startsWith(NAME_PREFIX)
        ? Optional.of(
            new Found(
                name.substring(NAME_PREFIX.length()),
                metadata.path("namespace").asString(""),
                Parent.of(configMap)))
        : Optional.empty();
  }
}
