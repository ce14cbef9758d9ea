package dev.backstay.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A set of fields of an object, as {@code managedFields} holds it in its FieldsV1 form
 * (structured-merge-diff): each path is a list of steps such as {@code f:spec}, {@code
 * k:{"name":"main"}} or {@code v:"x"}.
 */
public record FieldSet(Set<List<String>> paths) {
  public static final FieldSet EMPTY = new FieldSet(Set.of());

  /** In FieldsV1 the step that says: this element itself, and not only what is in it. */
  private static final String SELF = ".";

  private static final JsonMapper JSON = JsonMapper.shared();

  public FieldSet {
    paths = Set.copyOf(paths);
  }

  static FieldSet of(JsonNode fieldsV1) {
    Set<List<String>> paths = new HashSet<>();
    collect(fieldsV1, List.of(), paths);
    return new FieldSet(paths);
  }

  private static void collect(JsonNode node, List<String> at, Set<List<String>> paths) {
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      if (child.getKey().equals(SELF)) {
        paths.add(at);
      } else {
        List<String> there = new ArrayList<>(at);
        there.add(child.getKey());
        if (child.getValue().isEmpty()) {
          paths.add(List.copyOf(there));
        } else {
          collect(child.getValue(), List.copyOf(there), paths);
        }
      }
    }
  }

  /** The FieldsV1 form. */
  ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    paths.stream().sorted((a, b) -> Integer.compare(a.size(), b.size())).forEach(p -> put(root, p));
    return root;
  }

  /** Shorter paths come first, so an element is there before what is in it. */
  private static void put(ObjectNode root, List<String> path) {
    ObjectNode node = root;
    boolean inElement = false;
    for (String step : path) {
      if (inElement && node.isEmpty()) {
        node.putObject(SELF);
      }
      JsonNode child = node.path(step);
      inElement = child.isObject();
      node = child instanceof ObjectNode there ? there : node.putObject(step);
    }
    if (!node.isEmpty()) {
      node.putObject(SELF);
    }
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }

  boolean has(List<String> path) {
    return paths.contains(path);
  }

  FieldSet union(FieldSet other) {
    Set<List<String>> all = new HashSet<>(paths);
    all.addAll(other.paths);
    return new FieldSet(all);
  }

  public FieldSet minus(FieldSet other) {
    return only(path -> !other.paths.contains(path));
  }

  FieldSet intersection(FieldSet other) {
    return only(other.paths::contains);
  }

  FieldSet only(Predicate<List<String>> wanted) {
    return new FieldSet(paths.stream().filter(wanted).collect(Collectors.toUnmodifiableSet()));
  }

  /** Without what is named, and without elements that then are only there to hold it. */
  FieldSet without(Collection<List<String>> exempt) {
    FieldSet rest = only(path -> !exempt.contains(path));
    Set<List<String>> holders = new HashSet<>();
    for (List<String> path : exempt) {
      for (int steps = 1; steps < path.size(); steps++) {
        holders.add(path.subList(0, steps));
      }
    }
    return rest.only(path -> !holders.contains(path) || rest.hasInside(path));
  }

  boolean hasInside(List<String> holder) {
    return paths.stream()
        .anyMatch(p -> p.size() > holder.size() && p.subList(0, holder.size()).equals(holder));
  }

  /** As people write fields, sorted: {@code .spec.replicas}, {@code …containers[main].image}. */
  public List<String> words() {
    return paths.stream().map(FieldSet::word).distinct().sorted().toList();
  }

  private static String word(List<String> path) {
    StringBuilder word = new StringBuilder();
    for (String step : path) {
      String rest = step.length() > 2 ? step.substring(2) : step;
      if (step.startsWith("f:")) {
        word.append(isPlain(rest) ? "." + rest : "[" + rest + "]");
      } else if (step.startsWith("k:")) {
        word.append('[').append(keyWords(rest)).append(']');
      } else {
        // values of sets can hold anything: that there is one says enough
        word.append(step.startsWith("v:") ? "[…]" : "[" + rest + "]");
      }
    }
    return word.toString();
  }

  private static boolean isPlain(String name) {
    return name.indexOf('.') < 0 && name.indexOf('/') < 0;
  }

  /** {@code {"containerPort":80,"protocol":"TCP"}} becomes {@code 80,TCP}. */
  private static String keyWords(String key) {
    try {
      return JSON.readTree(key).properties().stream()
          .map(field -> field.getValue().asString(""))
          .collect(Collectors.joining(","));
    } catch (JacksonException _) {
      return key;
    }
  }
}
