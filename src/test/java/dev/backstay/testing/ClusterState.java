package dev.backstay.testing;

import dev.backstay.cluster.ApplySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an environment is in the cluster, in a form that can be compared: equal for two namespaces
 * in which the same happened, however often it was interrupted. Left out is only what differs
 * between any two runs: uids, versions, times, addresses, and keys drawn by lot. Kept are content,
 * labels, annotations with the cause of each change, the fields we own, the ReplicaSets, and the
 * state in the parent.
 *
 * @param objects JSON by {@code kind/name}
 * @param uids by {@code kind/name}; not compared between namespaces
 */
public record ClusterState(SortedMap<String, String> objects, SortedMap<String, String> uids) {
  private static final String KINDS =
      "configmaps,secrets,services,deployments.apps,replicasets.apps";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Pattern GENERATION = Pattern.compile("\"generation\" : \\d+,?");
  private static final Set<String> BY_LOT = Set.of("uid", "resourceVersion", "creationTimestamp");
  private static final Set<String> TIMES = Set.of("at", "committed", "inputId");

  /** Reads all that belongs to an environment. */
  public static ClusterState of(TestCluster cluster, String namespace, String environment) {
    JsonNode list =
        JSON.readTree(
            cluster.kubectl("get", KINDS, "-n", namespace, "--show-managed-fields", "-o", "json"));
    String parent = "backstay-" + environment;
    SortedMap<String, String> objects = new TreeMap<>();
    SortedMap<String, String> uids = new TreeMap<>();
    for (JsonNode item : list.path("items")) {
      ObjectNode object = (ObjectNode) item;
      String key =
          object.path("kind").asString() + "/" + object.path("metadata").path("name").asString();
      if (key.equals("ConfigMap/kube-root-ca.crt")
          || key.equals("ConfigMap/" + parent + "-digests")) {
        continue;
      }
      uids.put(key, object.path("metadata").path("uid").asString());
      normalize(object, parent);
      String text =
          JSON.writeValueAsString(object)
              .replace(namespace, "<namespace>")
              .replace(ApplySet.of(environment, namespace).id(), "<set>");
      objects.put(key, text);
    }
    return new ClusterState(objects, uids);
  }

  /** The same without how often each object was changed. */
  public ClusterState withoutGenerations() {
    SortedMap<String, String> without = new TreeMap<>();
    objects.forEach((key, text) -> without.put(key, GENERATION.matcher(text).replaceAll("")));
    return new ClusterState(without, uids);
  }

  /** One line for each object that differs, and the lines of it that do. */
  public List<String> differencesFrom(ClusterState expected) {
    List<String> differences = new ArrayList<>();
    Set<String> keys = new TreeSet<>(objects.keySet());
    keys.addAll(expected.objects.keySet());
    for (String key : keys) {
      String is = objects.getOrDefault(key, "");
      String should = expected.objects.getOrDefault(key, "");
      if (!is.equals(should)) {
        differences.add(
            key
                + (is.isEmpty() ? " is missing" : should.isEmpty() ? " should not be there" : "")
                + ": is "
                + linesNotIn(is, should)
                + ", should be "
                + linesNotIn(should, is));
      }
    }
    return differences;
  }

  /** Objects that were in an earlier state too and are not the same ones any more. */
  public List<String> recreatedSince(ClusterState earlier) {
    return uids.entrySet().stream()
        .filter(e -> !earlier.uids.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> linesNotIn(String text, String other) {
    Set<String> known = Set.copyOf(other.lines().map(String::strip).toList());
    return text.lines().map(String::strip).filter(line -> !known.contains(line)).toList();
  }

  private static void normalize(ObjectNode object, String parent) {
    ObjectNode metadata = (ObjectNode) object.path("metadata");
    metadata.remove(BY_LOT);
    String kind = object.path("kind").asString();
    switch (kind) {
      case "Deployment" -> object.set("status", rollout(object.path("status")));
      case "Service" ->
          ((ObjectNode) object.path("spec")).remove(Set.of("clusterIP", "clusterIPs"));
      case "ReplicaSet" -> {
        // counts how often it was scaled, which is up to its controller
        metadata.remove("generation");
        metadata.path("ownerReferences").forEach(owner -> ((ObjectNode) owner).remove("uid"));
      }
      case "Secret" -> removeKey(object, parent);
      default -> parentState(object, parent);
    }
    if (!kind.equals("Deployment")) {
      object.remove("status");
    }
    ownFields(metadata);
  }

  private static ObjectNode rollout(JsonNode status) {
    ObjectNode counts = JSON.createObjectNode();
    for (String name : List.of("replicas", "updatedReplicas", "availableReplicas")) {
      counts.put(name, status.path(name).asInt(0));
    }
    return counts;
  }

  /** The key that seals digests is another one in each environment. */
  private static void removeKey(ObjectNode secret, String parent) {
    if (secret.path("metadata").path("name").asString().equals(parent)) {
      secret.remove("data");
    }
  }

  /** Of the state: what is deployed, and whether an intent is open. */
  private static void parentState(ObjectNode configMap, String parent) {
    ObjectNode metadata = (ObjectNode) configMap.path("metadata");
    if (!metadata.path("name").asString().equals(parent)) {
      return;
    }
    ((ObjectNode) metadata.path("annotations")).remove("backstay.dev/holder");
    metadata.remove("managedFields");
    ObjectNode state =
        (ObjectNode) JSON.readTree(configMap.path("data").path("state").asString("{}"));
    if (state.path("deployed") instanceof ObjectNode deployed) {
      deployed.remove(TIMES);
    }
    configMap.putObject("data").set("state", state);
  }

  /** The entries of our manager, without their times; who else has fields is not ours to decide. */
  private static void ownFields(ObjectNode metadata) {
    List<JsonNode> own = new ArrayList<>();
    metadata
        .path("managedFields")
        .forEach(
            entry -> {
              if (entry.path("manager").asString("").equals("backstay")) {
                own.add(((ObjectNode) entry).without("time"));
              }
            });
    metadata.remove("managedFields");
    metadata.putArray("ownFields").addAll(own);
  }
}
