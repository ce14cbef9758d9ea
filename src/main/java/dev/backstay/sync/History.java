package dev.backstay.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The syncs of an environment, newest first, bounded in number and bytes.
 *
 * @param entries newest first
 */
public record History(List<HistoryEntry> entries) {
  private static final int MOST_ENTRIES = 100;
  private static final int MOST_BYTES = 200_000;

  /** Reads what an older or newer agent wrote, but nothing with holes. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  static final History EMPTY = new History(List.of());

  public History {
    entries = List.copyOf(entries);
  }

  /** With one more; one of the same number is replaced. */
  History with(HistoryEntry entry) {
    List<HistoryEntry> all = new ArrayList<>();
    all.add(entry);
    entries.stream().filter(e -> e.number() != entry.number()).forEach(all::add);
    return new History(all.subList(0, Math.min(all.size(), MOST_ENTRIES)));
  }

  /** Whether the newest entry that got into the cluster ended well. */
  boolean lastDeployedIsSynced() {
    return entries.stream()
        .filter(HistoryEntry::wasDeployed)
        .findFirst()
        .filter(entry -> entry.outcome().equals("synced"))
        .isPresent();
  }

  /**
   * The number of the entry to come, which replaces a try of the same input that went no better.
   */
  int numberFor(String inputId, String outcome) {
    if (entries.isEmpty()) {
      return 1;
    }
    HistoryEntry last = entries.getFirst();
    boolean again =
        last.inputId().equals(inputId)
            && (last.outcome().equals(outcome) || !last.wasDeployed() || outcome.equals("synced"))
            && !last.outcome().equals("synced");
    return again ? last.number() : last.number() + 1;
  }

  /**
   * What the last sync was, if it was about this input and is not at its end yet: to go on with it
   * is the same.
   */
  Optional<Change> unfinished(String inputId) {
    return entries.stream()
        .findFirst()
        .filter(last -> last.inputId().equals(inputId) && last.outcome().equals("degraded"))
        .map(HistoryEntry::change);
  }

  String toJson() {
    List<HistoryEntry> kept = entries;
    byte[] json = JSON.writeValueAsBytes(kept);
    while (json.length > MOST_BYTES && kept.size() > 1) {
      kept = kept.subList(0, kept.size() / 2);
      json = JSON.writeValueAsBytes(kept);
    }
    return new String(json, StandardCharsets.UTF_8);
  }

  /** What cannot be read as history is none: a person may have edited it. */
  static History fromJson(String json) {
    try {
      return new History(JSON.readValue(json, new TypeReference<List<HistoryEntry>>() {}));
    } catch (JacksonException | NullPointerException _) {
      return EMPTY;
    }
  }
}
