package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import tools.jackson.databind.JsonNode;

/**
 * A live object, seen by its metadata only.
 *
 * @param terminating it has a deletion timestamp: it waits for its finalizers
 */
public record Member(
    ObjectKey key,
    String uid,
    String resourceVersion,
    long generation,
    boolean terminating,
    JsonNode metadata) {

  static Member of(ObjectKey key, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new Member(
        key,
        metadata.path("uid").asString(""),
        metadata.path("resourceVersion").asString(""),
        metadata.path("generation").asLong(0),
        metadata.has("deletionTimestamp"),
        metadata);
  }

  /** A member that we applied: a label can be inherited or copied, field ownership can not. */
  boolean isMemberOf(ApplySet set) {
    return label(ApplySet.PART_OF_LABEL).equals(set.id()) && isAppliedBy(Applier.FIELD_MANAGER);
  }

  String label(String name) {
    return metadata.path("labels").path(name).asString("");
  }

  String annotation(String name) {
    return metadata.path("annotations").path(name).asString("");
  }

  /** Whether somebody of this name applied fields of it. */
  boolean isAppliedBy(String fieldManager) {
    for (JsonNode entry : metadata.path("managedFields")) {
      if (entry.path("manager").asString("").equals(fieldManager)
          && entry.path("operation").asString("").equals("Apply")) {
        return true;
      }
    }
    return false;
  }
}
