package dev.backstay.cluster;

import dev.backstay.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What of an object's ownership is kept to see drift, without its content.
 *
 * @param mark names which fields we own and since when; it changes when anyone else writes one of
 *     them, and is empty for what we never applied
 * @param ownsReplicas whether {@code spec.replicas} is ours
 * @param addedBy people's tools that added fields of their own
 * @param isTouched whether a person's tool owns anything of it at all
 */
public record Ownership(
    String mark, boolean ownsReplicas, List<String> addedBy, boolean isTouched) {
  public static final Ownership NONE = new Ownership("", false, List.of(), false);
  private static final int KEPT_BYTES = 12;

  public Ownership {
    addedBy = List.copyOf(addedBy);
  }

  /** Since when we own exactly these fields with these values, to the second. */
  public Instant since() {
    int at = mark.lastIndexOf('@');
    return at < 0 ? Instant.EPOCH : Instant.ofEpochSecond(Long.parseLong(mark.substring(at + 1)));
  }

  static Ownership of(JsonNode metadata, HandManagers hands) {
    JsonNode entries = metadata.path("managedFields");
    String mark = "";
    boolean replicas = false;
    boolean others = false;
    for (JsonNode entry : entries) {
      if (isOurs(entry)) {
        mark = mark(entry);
        replicas = entry.path("fieldsV1").path("f:spec").has("f:replicas");
      } else {
        others = true;
      }
    }
    // most objects are ours alone: only the others are looked into
    return others
        ? new Ownership(mark, replicas, addedBy(metadata, hands), isTouched(metadata, hands))
        : new Ownership(mark, replicas, List.of(), false);
  }

  private static boolean isOurs(JsonNode entry) {
    return entry.path("manager").asString("").equals(Applier.FIELD_MANAGER)
        && entry.path("operation").asString("").equals("Apply")
        && !entry.has("subresource");
  }

  private static String mark(JsonNode entry) {
    String content = entry.path("apiVersion").asString("") + "\n" + entry.path("fieldsV1");
    byte[] hash = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, KEPT_BYTES))
        + "@"
        + seconds(entry.path("time").asString(""));
  }

  private static long seconds(String time) {
    try {
      return Instant.parse(time).getEpochSecond();
    } catch (DateTimeException _) {
      return 0;
    }
  }

  private static List<String> addedBy(JsonNode metadata, HandManagers hands) {
    ManagedFields fields = ManagedFields.of(metadata);
    FieldSet ours = fields.oursOnly();
    return fields.others(entry -> !hands.additions(entry, ours).isEmpty()).stream()
        .map(ManagedFields.Entry::manager)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isTouched(JsonNode metadata, HandManagers hands) {
    return !ManagedFields.of(metadata).others(hands::include).isEmpty();
  }
}
