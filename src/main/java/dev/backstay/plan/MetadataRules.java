package dev.backstay.plan;

import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Suggestions;
import dev.backstay.plan.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a manifest may not say of itself: only the API server, or Backstay, says it of objects. */
final class MetadataRules {
  private static final String SETS = "applyset.kubernetes.io/";
  private static final String OURS = "backstay.dev/";

  /** Those that speak to Backstay, and what they can say. */
  private static final Map<String, Set<String>> DIRECTIVES =
      Map.of(
          OURS + "prune", Set.of("allow", "first", "never"),
          OURS + "adopt", Set.of("true", "false"),
          OURS + "recreate", Set.of("true", "false"));

  private static final List<String> OF_THE_SERVER =
      List.of(
          "uid",
          "resourceVersion",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields");

  /** They make the garbage collector leave behind, or wait for, what belongs to the object. */
  private static final Set<String> COLLECTORS = Set.of("orphan", "foregroundDeletion");

  private MetadataRules() {}

  static List<Objection> objectionsTo(JsonNode metadata) {
    Field whole = new Field("metadata", metadata);
    List<Objection> objections = new ArrayList<>();
    for (String name : OF_THE_SERVER) {
      Field field = whole.child(name);
      if (says(field.value())) {
        objections.add(
            reserved(
                field, "only the API server sets it", "it comes from a live object: leave it out"));
      }
    }
    Field owners = whole.child("ownerReferences");
    if (says(owners.value())) {
      objections.add(
          new Objection(
              ProblemCode.REACHES_OUTSIDE,
              owners.path(),
              "an object of the folder belongs to the folder, and to no other object",
              "leave it out: the garbage collector would delete the object with its owner"));
    }
    whole.child("finalizers").value().forEach(f -> finalizer(f.asString(""), objections));
    objections.addAll(ofSets(whole));
    ours(whole.child("labels"), Map.of(), objections);
    ours(whole.child("annotations"), DIRECTIVES, objections);
    return objections;
  }

  /** Whether anything is set: exported manifests hold empty fields. */
  private static boolean says(JsonNode value) {
    boolean isEmpty = value.isContainer() ? value.isEmpty() : value.asString("").isEmpty();
    return !value.isMissingNode() && !value.isNull() && !isEmpty;
  }

  private static void finalizer(String name, List<Objection> objections) {
    if (COLLECTORS.contains(name)) {
      objections.add(
          new Objection(
              ProblemCode.RESERVED,
              "metadata.finalizers",
              name + " is set by the API server, when an object is deleted",
              "leave it out"));
    }
  }

  /** Labels and annotations that would make it a member of a set, or the parent of one. */
  static List<Objection> ofSets(Field metadata) {
    List<Objection> objections = new ArrayList<>();
    for (String where : List.of("labels", "annotations")) {
      Field map = metadata.child(where);
      for (String name : map.value().propertyNames()) {
        if (name.startsWith(SETS)) {
          objections.add(
              reserved(
                  entry(map, name),
                  "an inventory is known by it, and only Backstay writes it",
                  "leave it out"));
        }
      }
    }
    return objections;
  }

  private static void ours(Field map, Map<String, Set<String>> known, List<Objection> objections) {
    for (String name : map.value().propertyNames()) {
      if (name.startsWith(OURS)) {
        Set<String> values = known.getOrDefault(name, Set.of());
        Field entry = entry(map, name);
        if (values.isEmpty()) {
          objections.add(
              reserved(entry, "Backstay takes no such word from a manifest", meant(name)));
        } else if (!values.contains(map.value().path(name).asString(""))) {
          objections.add(
              reserved(
                  entry,
                  "Backstay does not know this value",
                  "it knows " + String.join(", ", values.stream().sorted().toList())));
        }
      }
    }
  }

  private static String meant(String name) {
    return Suggestions.closest(name, DIRECTIVES.keySet())
        .map(near -> "is the annotation " + near + " meant?")
        .orElse("leave it out");
  }

  private static Field entry(Field map, String name) {
    return new Field(map.path() + "[" + name + "]", map.value().path(name));
  }

  private static Objection reserved(Field field, String message, String hint) {
    return new Objection(ProblemCode.RESERVED, field.path(), message, hint);
  }
}
