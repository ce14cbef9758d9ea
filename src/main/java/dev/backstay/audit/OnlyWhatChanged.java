package dev.backstay.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * P2: a sync tries each object once and applies it once, writes its parent at most twice, and tells
 * one Event; and it applies hardly more than what its entry says it changed.
 */
final class OnlyWhatChanged implements Promise {
  /** A manifest that says the same in other words is applied, and found unchanged. */
  private static final int FEW = 5;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Pass pass : evidence.passes()) {
      boolean isSync = pass.kind() == Pass.Kind.SYNC;
      int tries = evidence.mostTries();
      atMost((isSync ? 2 : 1) * tries, pass.parentWrites(), "parent written", evidence, violations);
      atMost(tries, pass.events(), "Event told", evidence, violations);
      once("rehearsed", exceptOfAdopted(pass), evidence, violations);
      once("applied", applied(pass), evidence, violations);
      once("deleted", succeeded(pass.deletes()), evidence, violations);
      if (isSync) {
        unchanged(pass, evidence, violations);
      }
    }
    return violations;
  }

  /**
   * An object that exists already is tried, looked at, and tried once more when the fields of its
   * former managers are to be taken over: from the look on it counts anew.
   */
  private static List<AuditEvent> exceptOfAdopted(Pass pass) {
    return succeeded(pass.rehearsals()).stream()
        .filter(
            rehearsal ->
                pass.rehearsals().stream()
                    .noneMatch(
                        again ->
                            again.object().equals(rehearsal.object())
                                && again.verb().equals(rehearsal.verb())
                                && pass.lookedAt(rehearsal.object()).stream()
                                    .anyMatch(look -> isBetween(look, rehearsal, again))))
        .toList();
  }

  private static boolean isBetween(AuditEvent look, AuditEvent first, AuditEvent second) {
    return look.at().isAfter(first.at()) && look.at().isBefore(second.at());
  }

  private static List<AuditEvent> succeeded(List<AuditEvent> requests) {
    return requests.stream().filter(AuditEvent::succeeded).toList();
  }

  /** An object that was applied while it was being deleted is created again when it is gone. */
  private static List<AuditEvent> applied(Pass pass) {
    return pass.triedApplies().stream().filter(r -> r.code() == 200).toList();
  }

  private static void atMost(
      int most, List<AuditEvent> done, String what, Evidence evidence, List<Violation> violations) {
    if (done.size() > most) {
      violations.add(
          evidence.violation(
              "P2", done.get(most), what + " " + done.size() + " times in one pass"));
    }
  }

  private static void once(
      String what, List<AuditEvent> done, Evidence evidence, List<Violation> violations) {
    Map<String, Integer> times = new HashMap<>();
    for (AuditEvent request : done) {
      String which = request.verb() + " " + request.object();
      if (times.merge(which, 1, Integer::sum) == evidence.mostTries() + 1) {
        violations.add(evidence.violation("P2", request, what + " again in the same pass"));
      }
    }
  }

  /** After a pass that did not end, everything is applied once more: that one is not judged so. */
  private static void unchanged(Pass pass, Evidence evidence, List<Violation> violations) {
    boolean afterWhole =
        evidence.passBefore(pass).flatMap(evidence::entryOf).filter(Sync::wasDeployed).isPresent();
    Set<ApiObject> objects = new HashSet<>();
    pass.applies().forEach(request -> objects.add(request.object()));
    evidence
        .entryOf(pass)
        .filter(entry -> entry.wasDeployed() && afterWhole)
        .filter(entry -> objects.size() - entry.changed() > Math.max(FEW, entry.changed()))
        .ifPresent(
            entry ->
                violations.add(
                    evidence.violation(
                        "P2",
                        entry,
                        objects.size() + " objects applied, of which changed " + entry.changed())));
  }
}
