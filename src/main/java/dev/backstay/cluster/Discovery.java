package dev.backstay.cluster;

import dev.backstay.plan.ServedKind;
import dev.backstay.plan.ServedKinds;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks what kinds the API server serves: two requests by aggregated discovery (KEP-3352). */
public final class Discovery {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final KubeHttp http;

  public Discovery(KubeHttp http) {
    this.http = http;
  }

  public ServedKinds read() throws ClusterException {
    List<ServedKind> kinds = new ArrayList<>();
    for (String root : List.of("api", "apis")) {
      JsonNode groups =
          http.send(Request.get(root).accepting(AGGREGATED)).orThrow("list the served kinds");
      groups.path("items").forEach(group -> kinds.addAll(kindsOf(group)));
    }
    return new ServedKinds(version(), kinds);
  }

  private String version() throws ClusterException {
    JsonNode version = http.send(Request.get("version")).orThrow("read the server's version");
    return version.path("major").asString("?") + "." + version.path("minor").asString("?");
  }

  private static List<ServedKind> kindsOf(JsonNode group) {
    String name = group.path("metadata").path("name").asString("");
    List<ServedKind> kinds = new ArrayList<>();
    for (JsonNode version : group.path("versions")) {
      // what a dead aggregated API once served is not known to be served now
      if (version.path("freshness").asString("Current").equals("Current")) {
        for (JsonNode resource : version.path("resources")) {
          kinds.add(kind(name, version.path("version").asString(""), resource));
        }
      }
    }
    return kinds;
  }

  private static ServedKind kind(String group, String version, JsonNode resource) {
    return new ServedKind(
        group,
        version,
        resource.path("responseKind").path("kind").asString(""),
        resource.path("resource").asString(""),
        resource.path("scope").asString("").equals("Namespaced"));
  }
}
