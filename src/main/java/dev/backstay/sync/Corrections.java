package dev.backstay.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drift that was taken back, as the history tells it. Corrections that follow each other without a
 * sync between them are one entry: a tool that fights must not push the deployments out.
 */
final class Corrections {
  private static final int MOST_OBJECTS = 50;

  private Corrections() {}

  /** The newest entry, with what was just corrected. */
  static HistoryEntry entry(List<Drift> corrected, Ledger ledger, Clock clock) {
    Optional<Deployed> deployed = ledger.deployed();
    Instant now = clock.instant();
    Optional<HistoryEntry> open =
        ledger.history().entries().stream().findFirst().filter(last -> !last.isSync());
    Set<String> objects = new LinkedHashSet<>();
    corrected.forEach(drift -> objects.add(drift.sentence()));
    open.ifPresent(last -> objects.addAll(last.objects()));
    Set<String> authors = new LinkedHashSet<>();
    corrected.stream().map(Drift::by).filter(by -> !by.isEmpty()).forEach(authors::add);
    int configured = corrected.size() + open.map(last -> last.counts().configured()).orElse(0);
    Instant first = corrected.stream().map(Drift::at).min(Instant::compareTo).orElse(now);
    return new HistoryEntry(
        open.map(HistoryEntry::number).orElse(ledger.history().nextNumber()),
        correctionOf(deployed),
        HistoryEntry.CORRECTED,
        deployed.map(Deployed::revision).orElse(""),
        deployed.map(Deployed::tree).orElse(""),
        deployed.map(Deployed::inputId).orElse(""),
        corrected.getFirst().sentence(),
        String.join(", ", authors),
        deployed.map(Deployed::committed).orElse(now),
        open.map(HistoryEntry::seen).orElse(first),
        open.map(HistoryEntry::started).orElse(now),
        now,
        List.of(),
        Map.of(),
        new Counts(ledger.inventory().size(), 0, configured, 0, 0),
        new ArrayList<>(objects).subList(0, Math.min(objects.size(), MOST_OBJECTS)),
        List.of(),
        Ending.NOTHING_LEFT,
        0);
  }

  private static Change correctionOf(Optional<Deployed> deployed) {
    String revision = deployed.map(Deployed::revision).orElse("");
    return new Change(Change.Kind.DRIFT_CORRECTION, revision, revision, List.of());
  }
}
