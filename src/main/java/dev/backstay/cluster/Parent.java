package dev.backstay.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The ConfigMap that stands for an environment in its cluster: parent of the ApplySet, and the
 * place where the environment's state is kept.
 *
 * @param uid empty for one that does not exist yet
 * @param groupKinds what kinds the set may contain, as {@code Kind.group}
 * @param namespaces where members may be, besides the parent's own namespace
 * @param annotations ours only: what {@code kubectl get} should tell of the environment
 * @param data the state, by the names that {@code sync} gives it
 */
public record Parent(
    String uid,
    String resourceVersion,
    SortedSet<String> groupKinds,
    SortedSet<String> namespaces,
    SortedMap<String, String> annotations,
    SortedMap<String, String> data) {
  static final String OURS = "backstay.dev/";

  /** Says which agent writes to it: {@code namespace/lease}. */
  public static final String HOLDER = OURS + "holder";

  /** Says how the last sync ended. */
  public static final String STATE = OURS + "state";

  /** Says what first stands in the way of synced, in one line. */
  public static final String ERROR = OURS + "error";

  /** The annotation with the revision that is deployed. */
  public static final String REVISION = OURS + "revision";

  public static final Parent NONE =
      new Parent("", "", new TreeSet<>(), new TreeSet<>(), new TreeMap<>(), new TreeMap<>());

  static Parent of(JsonNode configMap) {
    JsonNode metadata = configMap.path("metadata");
    JsonNode annotations = metadata.path("annotations");
    return new Parent(
        metadata.path("uid").asString(""),
        metadata.path("resourceVersion").asString(""),
        list(annotations.path(ApplySet.GROUP_KINDS).asString("")),
        list(annotations.path(ApplySet.NAMESPACES).asString("")),
        strings(annotations, OURS),
        strings(configMap.path("data"), ""));
  }

  public boolean exists() {
    return !uid.isEmpty();
  }

  /** The agent that holds the environment, empty if none does. */
  public String holder() {
    return annotations.getOrDefault(HOLDER, "");
  }

  /** The same, to be written as a new object. */
  public Parent unwritten() {
    return new Parent("", "", groupKinds, namespaces, annotations, data);
  }

  /** The size of the state and of what is told of it, as stored. */
  public long bytes() {
    return bytes(annotations) + bytes(data);
  }

  private static long bytes(Map<String, String> strings) {
    return strings.entrySet().stream()
        .mapToLong(e -> utf8(e.getKey()).length + utf8(e.getValue()).length)
        .sum();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public Parent withMembers(SortedSet<String> newGroupKinds, SortedSet<String> newNamespaces) {
    return new Parent(uid, resourceVersion, newGroupKinds, newNamespaces, annotations, data);
  }

  /** With one value of the state changed. */
  public Parent withData(String name, String value) {
    SortedMap<String, String> changed = new TreeMap<>(data);
    changed.put(name, value);
    return new Parent(uid, resourceVersion, groupKinds, namespaces, annotations, changed);
  }

  /** With annotations of ours replaced; those not named stay. */
  public Parent withAnnotations(Map<String, String> values) {
    SortedMap<String, String> changed = new TreeMap<>(annotations);
    changed.putAll(values);
    return new Parent(uid, resourceVersion, groupKinds, namespaces, changed, data);
  }

  private static SortedSet<String> list(String commaSeparated) {
    SortedSet<String> items = new TreeSet<>(Arrays.asList(commaSeparated.split(",", -1)));
    items.remove("");
    return items;
  }

  private static SortedMap<String, String> strings(JsonNode object, String prefix) {
    SortedMap<String, String> strings = new TreeMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().startsWith(prefix)) {
                strings.put(entry.getKey(), entry.getValue().asString(""));
              }
            });
    return strings;
  }
}
