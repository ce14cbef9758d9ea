package dev.backstay.manifest;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The images that the built-in workloads run, by where they stand. */
public final class Images {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, String> POD_SPECS =
      Map.of(
          "Pod", "/spec",
          "Deployment.apps", "/spec/template/spec",
          "StatefulSet.apps", "/spec/template/spec",
          "DaemonSet.apps", "/spec/template/spec",
          "ReplicaSet.apps", "/spec/template/spec",
          "Job.batch", "/spec/template/spec",
          "CronJob.batch", "/spec/jobTemplate/spec/template/spec");
  private static final List<String> CONTAINERS = List.of("initContainers", "containers");

  private Images() {}

  /**
   * A container of a workload, the same one in every environment.
   *
   * @param object as {@link ObjectKey} prints it: without its namespace
   */
  public record Place(String object, String container) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byObject = object.compareTo(other.object);
      return byObject == 0 ? container.compareTo(other.container) : byObject;
    }

    /** {@code deployment.apps/backend (app)}. */
    @Override
    public String toString() {
      return object + " (" + container + ")";
    }
  }

  /** The images of one manifest; none if it is no workload. */
  public static SortedMap<Place, String> of(Manifest manifest) {
    SortedMap<Place, String> images = new TreeMap<>();
    String podSpec = POD_SPECS.getOrDefault(manifest.key().groupKind(), "");
    if (podSpec.isEmpty()) {
      return images;
    }
    JsonNode spec = parse(manifest.json()).at(podSpec);
    for (String list : CONTAINERS) {
      for (JsonNode container : spec.path(list)) {
        String image = container.path("image").asString("");
        if (!image.isEmpty()) {
          images.put(
              new Place(manifest.key().toString(), container.path("name").asString("")), image);
        }
      }
    }
    return images;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }
}
