package dev.backstay.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * P3: nothing is applied before all that changes was tried by a dry-run, nothing that the dry-run
 * did not take, and nothing at all where one was refused. A first sync is not rehearsed.
 */
final class AllOrNothing implements Promise {
  /** What the same commit may bring: then it is tried again when that is there. */
  private static final Set<Integer> MAY_BE_DEFERRED = Set.of(404, 500);

  private static final int IMMUTABLE = 422;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Pass pass : evidence.syncPasses()) {
      boolean mayBeFirst =
          evidence.deployedBefore(pass).isEmpty()
              && pass.rehearsals().stream().allMatch(r -> isTakenOver(r, pass));
      if (!mayBeFirst && !pass.triedApplies().isEmpty()) {
        judge(pass, evidence, violations);
      }
    }
    return violations;
  }

  private static void judge(Pass pass, Evidence evidence, List<Violation> violations) {
    Map<ApiObject, AuditEvent> rehearsed = new HashMap<>();
    boolean applies = false;
    for (AuditEvent request : pass.requests()) {
      if (isRehearsalOfApply(request)) {
        rehearsed.put(request.object(), request);
      } else if (request.is(AuditEvent.Kind.APPLY) && !pass.own().isOwn(request.object())) {
        if (!applies) {
          refused(rehearsed, pass).forEach(r -> violations.add(ignored(r, evidence)));
        }
        applies = true;
        AuditEvent last = rehearsed.get(request.object());
        if (last == null || !(last.succeeded() || isRecreated(request.object(), pass))) {
          violations.add(evidence.violation("P3", request, "applied without a good dry-run"));
        }
      }
    }
  }

  /** A first sync tries only what others' fields are taken over of. */
  private static boolean isTakenOver(AuditEvent rehearsal, Pass pass) {
    return rehearsal.succeeded()
        && pass.requests().stream()
            .filter(r -> r.wrote() && r.is(AuditEvent.Kind.WRITE))
            .anyMatch(r -> r.object().equals(rehearsal.object()));
  }

  private static boolean isRehearsalOfApply(AuditEvent request) {
    return request.is(AuditEvent.Kind.REHEARSAL) && !request.verb().equals("delete");
  }

  private static Violation ignored(AuditEvent rehearsal, Evidence evidence) {
    return evidence.violation(
        "P3", rehearsal, "the dry-run was refused, and yet there was an apply");
  }

  private static List<AuditEvent> refused(Map<ApiObject, AuditEvent> rehearsed, Pass pass) {
    return rehearsed.values().stream()
        .filter(r -> !r.succeeded() && !MAY_BE_DEFERRED.contains(r.code()))
        .filter(r -> !isRecreated(r.object(), pass))
        .toList();
  }

  /** An immutable field: the old object is deleted, so that the new one can be created. */
  private static boolean isRecreated(ApiObject object, Pass pass) {
    return pass.rehearsals().stream()
            .anyMatch(r -> r.code() == IMMUTABLE && r.object().equals(object))
        && pass.deletes().stream().anyMatch(r -> r.object().equals(object));
  }
}
