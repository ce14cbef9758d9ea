package dev.backstay.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * P5: deleted is only by one's name, last, what was looked at right before, and never more at once
 * than the guard allows; never an environment's own records or its namespace.
 */
final class PruneLast implements Promise {
  /** Up to this many deletes are never held back by the share. */
  private static final int ALWAYS_ALLOWED = 5;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Pass pass : evidence.passes()) {
      for (AuditEvent delete : pass.deletes()) {
        objection(delete, pass, evidence)
            .ifPresent(what -> violations.add(evidence.violation("P5", delete, what)));
      }
      last(pass, evidence, violations);
      share(pass, evidence, violations);
    }
    return violations;
  }

  private static Optional<String> objection(AuditEvent delete, Pass pass, Evidence evidence) {
    if (delete.verb().equals("deletecollection") || delete.object().name().isEmpty()) {
      return Optional.of("many deleted by one request");
    }
    if (pass.own().isOwn(delete.object())) {
      return Optional.of("deleted what the environment itself needs");
    }
    if (pass.kind() == Pass.Kind.CORRECTION) {
      return Optional.of("deleted by a correction of drift");
    }
    boolean looked =
        pass.lookedAt(delete.object()).stream().anyMatch(look -> !look.at().isAfter(delete.at()));
    if (!looked) {
      return Optional.of("deleted without having been looked at");
    }
    return evidence.scope().filter(scope -> !scope.prunes()).isPresent()
        ? Optional.of("deleted, although pruning is switched off")
        : Optional.empty();
  }

  /** What is deleted to be created again, or to make room, comes before. */
  private static void last(Pass pass, Evidence evidence, List<Violation> violations) {
    Set<ApiObject> recreated = new HashSet<>();
    pass.triedApplies().forEach(apply -> recreated.add(apply.object()));
    Optional<AuditEvent> first =
        pass.deletes().stream()
            .filter(AuditEvent::succeeded)
            .filter(delete -> !recreated.contains(delete.object()))
            .filter(delete -> !delete.caller().prunesFirst())
            .findFirst();
    first.ifPresent(
        delete ->
            pass.applies().stream()
                .filter(apply -> apply.at().isAfter(delete.at()))
                .findFirst()
                .ifPresent(
                    apply ->
                        violations.add(
                            evidence.violation("P5", apply, "applied after " + delete.words()))));
  }

  private static void share(Pass pass, Evidence evidence, List<Violation> violations) {
    Set<ApiObject> deleted = new HashSet<>();
    pass.deletes().stream()
        .filter(AuditEvent::succeeded)
        .forEach(delete -> deleted.add(delete.object()));
    Optional<Sync> entry = evidence.entryOf(pass);
    Optional<Scope> scope = evidence.scope();
    if (entry.isEmpty() || scope.isEmpty() || deleted.size() <= ALWAYS_ALLOWED) {
      return;
    }
    int before = entry.get().inventory() + deleted.size();
    boolean isTooMuch = deleted.size() * 100 > scope.get().largestShare() * before;
    if (isTooMuch && deleted.size() > allowed(pass, evidence)) {
      violations.add(
          evidence.violation(
              "P5", entry.get(), deleted.size() + " of " + before + " objects deleted"));
    }
  }

  /** The most that any of the commits says whose deletes may not have been done before. */
  private static int allowed(Pass pass, Evidence evidence) {
    Ancestry ancestry = evidence.ancestry();
    Set<Commit> commits =
        new HashSet<>(
            ancestry.find(pass.revision()).map(ancestry::selfAndAncestors).orElse(Set.of()));
    evidence
        .syncedBefore(pass)
        .flatMap(deployed -> ancestry.find(deployed.revision()))
        .ifPresent(deployed -> commits.removeAll(ancestry.selfAndAncestors(deployed)));
    return commits.stream().mapToInt(Commit::allowedPrunes).max().orElse(0);
  }
}
