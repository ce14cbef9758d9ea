package dev.backstay.cluster;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Reads a collection page by page: a large one in one answer would fill the heap. */
record Pages(KubeHttp http, Request collection) {
  private static final String PAGE = "500";

  /**
   * Hands over each item.
   *
   * @return the version that the whole list is of: a watch goes on from there
   * @throws ClusterException if one page fails: half a list is none
   */
  long each(Consumer<JsonNode> taker) throws ClusterException {
    String next = "";
    String version = "";
    do {
      Request request = collection.with("limit", PAGE);
      Answer answer = http.send(next.isEmpty() ? request : request.with("continue", next));
      JsonNode page = answer.orThrow("list " + collection.path());
      page.path("items").forEach(taker);
      JsonNode metadata = page.path("metadata");
      // the version of the first page: what changed since is told by the watch, twice at worst
      version = version.isEmpty() ? metadata.path("resourceVersion").asString("") : version;
      next = metadata.path("continue").asString("");
    } while (!next.isEmpty());
    return Member.version(version);
  }
}
