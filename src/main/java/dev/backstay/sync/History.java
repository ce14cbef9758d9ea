package dev.backstay.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened to an environment, newest first, bounded in number and bytes. Of what is older,
 * only the deployments are remembered.
 *
 * @param entries newest first
 * @param older deployments before the oldest entry, newest first
 */
public record History(List<HistoryEntry> entries, List<Deployment> older) {
  private static final int MOST_ENTRIES = 100;
  private static final int MOST_BYTES = 200_000;
  private static final int MOST_OLDER = 1_000;

  /** Reads what an older or newer agent wrote, but nothing with holes. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  static final History EMPTY = new History(List.of(), List.of());

  public History {
    entries = List.copyOf(entries);
    older = List.copyOf(older);
  }

  /** With one more; one of the same number is replaced. */
  History with(HistoryEntry entry) {
    List<HistoryEntry> all = new ArrayList<>();
    all.add(entry);
    entries.stream().filter(e -> e.number() != entry.number()).forEach(all::add);
    return new History(Blame.marked(all), older).bounded();
  }

  /** What does not fit becomes the little that is remembered for long. */
  private History bounded() {
    int kept = 0;
    long bytes = 0;
    for (HistoryEntry entry : entries) {
      bytes += JSON.writeValueAsBytes(entry).length;
      if (kept == MOST_ENTRIES || (kept > 0 && bytes > MOST_BYTES)) {
        break;
      }
      kept++;
    }
    Stream<Deployment> leaving =
        entries.subList(kept, entries.size()).stream()
            .filter(HistoryEntry::wasDeployed)
            .map(HistoryEntry::deployment);
    return new History(
        entries.subList(0, kept),
        Stream.concat(leaving, older.stream()).limit(MOST_OLDER).toList());
  }

  /** All that got into the cluster, newest first. */
  List<Deployment> deployments() {
    return Stream.concat(
            entries.stream().filter(HistoryEntry::wasDeployed).map(HistoryEntry::deployment),
            older.stream())
        .toList();
  }

  /** The newest entry that is about a commit. */
  Optional<HistoryEntry> lastSync() {
    return entries.stream().filter(HistoryEntry::isSync).findFirst();
  }

  /** Whether the newest sync is a rollback that left something over, unhealthy or undone. */
  public boolean isRollbackIncomplete() {
    return lastSync()
        .filter(sync -> sync.change().isRollback() && !sync.isComplete() && !sync.wasLeft())
        .isPresent();
  }

  /** Whether the newest entry that got into the cluster ended well. */
  boolean lastDeployedIsSynced() {
    return lastDeployed().filter(entry -> entry.outcome().equals("synced")).isPresent();
  }

  Optional<HistoryEntry> lastDeployed() {
    return entries.stream().filter(HistoryEntry::wasDeployed).findFirst();
  }

  /** The number of an entry to come. */
  int nextNumber() {
    return entries.isEmpty() ? 1 : entries.getFirst().number() + 1;
  }

  /**
   * The number of the entry to come, which replaces a try of the same input that went no better.
   */
  int numberFor(String inputId, String outcome) {
    boolean again =
        entries.stream()
            .findFirst()
            .filter(last -> last.isSync() && last.inputId().equals(inputId))
            .filter(last -> !last.outcome().equals("synced") && !last.wasLeft())
            .filter(
                last ->
                    last.outcome().equals(outcome)
                        || !last.wasDeployed()
                        || outcome.equals("synced"))
            .isPresent();
    return again ? nextNumber() - 1 : nextNumber();
  }

  /**
   * The last sync, if it was about this input and is not at its end yet: to go on with it is the
   * same.
   */
  Optional<HistoryEntry> unfinished(String inputId) {
    return lastSync()
        .filter(last -> last.inputId().equals(inputId) && last.outcome().equals("degraded"));
  }

  String toJson() {
    return new String(JSON.writeValueAsBytes(entries), StandardCharsets.UTF_8);
  }

  /** A line for each of the older deployments. */
  String olderText() {
    return older.stream().map(Deployment::format).collect(Collectors.joining("\n"));
  }

  /** What cannot be read as history is none: a person may have edited it. */
  static History read(String json, String olderText) {
    List<Deployment> older =
        olderText.lines().limit(MOST_OLDER).flatMap(l -> Deployment.parse(l).stream()).toList();
    try {
      return new History(JSON.readValue(json, new TypeReference<List<HistoryEntry>>() {}), older);
    } catch (JacksonException | NullPointerException _) {
      return new History(List.of(), older);
    }
  }
}
