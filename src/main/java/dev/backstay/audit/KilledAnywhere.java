package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * P7: the intent to write is on record before the first object is written, and the history counts
 * on by one: no entry is lost, none is there twice.
 */
final class KilledAnywhere implements Promise {
  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Pass pass : evidence.syncPasses()) {
      intent(pass, evidence, violations);
      if (!evidence.syncs().isEmpty() && hasDeployed(pass) && isForgotten(pass, evidence)) {
        violations.add(
            evidence.violation("P7", pass.events().getFirst(), "the history has no entry of it"));
      }
    }
    numbers(evidence, violations);
    return violations;
  }

  private static void intent(Pass pass, Evidence evidence, List<Violation> violations) {
    List<AuditEvent> writes = new ArrayList<>(pass.applies());
    writes.addAll(pass.deletes());
    Optional<AuditEvent> first =
        writes.stream().min(java.util.Comparator.comparing(AuditEvent::at));
    boolean isIntended =
        first
            .filter(w -> pass.parentWrites().stream().anyMatch(p -> p.at().isBefore(w.at())))
            .isPresent();
    if (first.isPresent() && !isIntended) {
      violations.add(
          evidence.violation("P7", first.get(), "written before the intent was on record"));
    }
  }

  /** It applied something and told its end. */
  private static boolean hasDeployed(Pass pass) {
    return !pass.applies().isEmpty() && !pass.events().isEmpty();
  }

  /** Entries older than the oldest that is kept are not missed. */
  private static boolean isForgotten(Pass pass, Evidence evidence) {
    Sync oldest = evidence.syncs().getFirst();
    boolean isKept =
        oldest.number() == 1
            ? !isOlderThanParent(pass, evidence)
            : pass.begin().isAfter(oldest.finished());
    return isKept
        && evidence.syncs().stream().noneMatch(s -> s.revision().startsWith(pass.revision()));
  }

  /** Who deletes the parent deletes the history: the next one begins anew. */
  private static boolean isOlderThanParent(Pass pass, Evidence evidence) {
    return evidence.passes().stream()
        .filter(later -> later.begin().isAfter(pass.begin()))
        .flatMap(later -> later.parentWrites().stream())
        .anyMatch(write -> write.verb().equals("create"));
  }

  private static void numbers(Evidence evidence, List<Violation> violations) {
    List<Sync> syncs = evidence.syncs();
    for (int i = 1; i < syncs.size(); i++) {
      Sync before = syncs.get(i - 1);
      Sync sync = syncs.get(i);
      if (sync.number() != before.number() + 1) {
        violations.add(evidence.violation("P7", sync, "it follows number " + before.number()));
      }
      if (sync.finished().isBefore(before.finished())) {
        violations.add(evidence.violation("P7", sync, "it ended before the one that it follows"));
      }
    }
  }
}
