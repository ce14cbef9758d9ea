package dev.backstay.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who owns which fields of a live object: its {@code metadata.managedFields} (KEP-555, server-side
 * apply).
 */
record ManagedFields(List<Entry> entries) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String APPLY = "Apply";

  /**
   * What one manager owns.
   *
   * @param operation {@code Apply} or {@code Update}
   * @param subresource such as {@code status} or {@code scale}; empty for the object itself
   * @param time RFC 3339, when it last changed; may be empty
   */
  record Entry(
      String manager,
      String operation,
      String subresource,
      String apiVersion,
      String time,
      FieldSet fields) {

    static Entry of(JsonNode entry) {
      return new Entry(
          entry.path("manager").asString(""),
          entry.path("operation").asString(""),
          entry.path("subresource").asString(""),
          entry.path("apiVersion").asString(""),
          entry.path("time").asString(""),
          FieldSet.of(entry.path("fieldsV1")));
    }

    boolean isOurs() {
      return isApplied() && manager.equals(Applier.FIELD_MANAGER);
    }

    boolean isApplied() {
      return operation.equals(APPLY) && subresource.isEmpty();
    }

    Entry with(FieldSet newFields) {
      return new Entry(manager, operation, subresource, apiVersion, time, newFields);
    }

    private ObjectNode toJson() {
      ObjectNode entry = JSON.createObjectNode();
      entry.put("manager", manager).put("operation", operation).put("apiVersion", apiVersion);
      if (!time.isEmpty()) {
        entry.put("time", time);
      }
      entry.put("fieldsType", "FieldsV1").set("fieldsV1", fields.toJson());
      if (!subresource.isEmpty()) {
        entry.put("subresource", subresource);
      }
      return entry;
    }
  }

  ManagedFields {
    entries = List.copyOf(entries);
  }

  static ManagedFields of(JsonNode metadata) {
    List<Entry> entries = new ArrayList<>();
    metadata.path("managedFields").forEach(entry -> entries.add(Entry.of(entry)));
    return new ManagedFields(entries);
  }

  Optional<Entry> ours() {
    return entries.stream().filter(Entry::isOurs).findFirst();
  }

  /** What we applied; nothing if we never did. */
  FieldSet oursOnly() {
    return ours().map(Entry::fields).orElse(FieldSet.EMPTY);
  }

  List<Entry> others(Predicate<Entry> which) {
    return entries.stream().filter(e -> !e.isOurs()).filter(which).toList();
  }

  /**
   * With fields of others moved into our entry: the next apply removes those that our manifest does
   * not have.
   *
   * @param taken gives what is taken of an entry; what is left stays with its manager
   */
  ManagedFields takenOver(Function<Entry, FieldSet> taken) {
    FieldSet ours = oursOnly();
    List<Entry> rest = new ArrayList<>();
    Optional<Entry> model = ours();
    for (Entry entry : entries) {
      FieldSet moved = entry.isOurs() ? FieldSet.EMPTY : taken.apply(entry);
      if (moved.isEmpty()) {
        rest.add(entry);
        continue;
      }
      model = model.or(() -> Optional.of(entry));
      ours = ours.union(moved);
      FieldSet left = entry.fields().minus(moved);
      if (!left.isEmpty()) {
        rest.add(entry.with(left));
      }
    }
    return model.isEmpty() ? this : withOurs(rest, model.get(), ours);
  }

  /** With one field no longer ours: the next apply without it leaves its value alone. */
  ManagedFields released(List<String> path) {
    return ours()
        .map(o -> withOurs(entries, o, o.fields().only(p -> !p.equals(path))))
        .orElse(this);
  }

  private static ManagedFields withOurs(List<Entry> all, Entry model, FieldSet fields) {
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry(Applier.FIELD_MANAGER, APPLY, "", model.apiVersion(), model.time(), fields));
    all.stream().filter(e -> !e.isOurs()).forEach(entries::add);
    return new ManagedFields(entries);
  }

  ArrayNode toJson() {
    ArrayNode array = JSON.createArrayNode();
    entries.forEach(entry -> array.add(entry.toJson()));
    return array;
  }
}
