package dev.backstay.cluster;

import dev.backstay.manifest.ObjectKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

  /** Written by {@code kubectl apply}: the whole manifest, a Secret's values included. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final List<String> CAUSE =
      List.of("f:metadata", "f:annotations", "f:" + Applier.CHANGE_CAUSE);

  /** Reads an answer of the API server. */
  public static Member of(ObjectKey key, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(LAST_APPLIED);
    }
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

  /** The commit that changed it last, as we wrote it on a workload; empty if others wrote that. */
  public Optional<String> cause() {
    return Optional.of(annotation(Applier.CHANGE_CAUSE))
        .filter(cause -> !cause.isEmpty())
        .filter(_ -> ManagedFields.of(metadata).oursOnly().has(CAUSE));
  }

  /** Whether a workload has the same content, which its generation tells of the spec. */
  public boolean hasContentOf(Member other) {
    return uid.equals(other.uid)
        && generation == other.generation
        && metadata.path("labels").equals(other.metadata.path("labels"))
        && metadata.path("annotations").equals(other.metadata.path("annotations"));
  }

  /** The id of the ApplySet that it says it belongs to, empty if it says none. */
  public String partOf() {
    return label(ApplySet.PART_OF_LABEL);
  }

  /** The version as a number: those of one kind can be compared (KEP-5504). */
  public long version() {
    return version(resourceVersion);
  }

  /** The version of any live object, comparable to {@link #version()} of the same kind. */
  public static long versionOf(JsonNode object) {
    return version(object.path("metadata").path("resourceVersion").asString(""));
  }

  /** 0 for what is no number, which is older than everything. */
  static long version(String resourceVersion) {
    try {
      return Long.parseLong(resourceVersion);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** Who owns what of it. */
  public Ownership ownership(HandManagers hands) {
    return Ownership.of(metadata, hands);
  }

  /** Whether we applied fields of it: a label can be inherited or copied, this can not. */
  public boolean isAppliedBy(String fieldManager) {
    for (JsonNode entry : metadata.path("managedFields")) {
      if (entry.path("manager").asString("").equals(fieldManager)
          && entry.path("operation").asString("").equals("Apply")) {
        return true;
      }
    }
    return false;
  }
}
