package dev.backstay.cluster;

import dev.backstay.cluster.ManagedFields.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a live object differed from its manifest.
 *
 * @param fields as people write them, at most {@value #MOST_FIELDS}; empty for a deleted object,
 *     and where only the server knows
 * @param by the field managers that wrote them; empty where nobody signed
 * @param at when they did, if that is known
 */
public record Difference(What what, List<String> fields, List<String> by, Optional<Instant> at) {
  private static final int MOST_FIELDS = 20;

  /** What was done to it. */
  public enum What {
    /** Fields of ours have other values. */
    CHANGED,
    /** It has fields that git does not have. */
    ADDED,
    /** It was not there. */
    DELETED
  }

  public Difference {
    fields = List.copyOf(fields);
    by = List.copyOf(by);
  }

  static Difference deleted() {
    return new Difference(What.DELETED, List.of(), List.of(), Optional.empty());
  }

  static Difference of(FieldSet lost, FieldSet added, List<Entry> writers) {
    List<String> fields = lost.union(added).words();
    return new Difference(
        lost.isEmpty() && !added.isEmpty() ? What.ADDED : What.CHANGED,
        fields.subList(0, Math.min(fields.size(), MOST_FIELDS)),
        writers.stream().map(Difference::name).distinct().sorted().toList(),
        writers.stream().flatMap(e -> time(e).stream()).max(Comparator.naturalOrder()));
  }

  /** {@code kubectl scale} signs as kubectl, for the subresource scale. */
  private static String name(Entry entry) {
    return entry.subresource().isEmpty()
        ? entry.manager()
        : entry.manager() + " (" + entry.subresource() + ")";
  }

  private static Optional<Instant> time(Entry entry) {
    try {
      return Optional.of(Instant.parse(entry.time()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
