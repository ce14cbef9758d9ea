package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * P8: a sync has written its last when the next one writes its first, so that the newest commit
 * wins. Of another agent that was frozen, what was under way may come late.
 */
final class OneAtATime implements Promise {
  /** As many requests as an agent has under way at once. */
  private static final int UNDER_WAY = 16;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    List<Pass> writing =
        evidence.passes().stream().filter(pass -> pass.firstWrite().isPresent()).toList();
    for (int i = 1; i < writing.size(); i++) {
      Pass before = writing.get(i - 1);
      Pass pass = writing.get(i);
      List<AuditEvent> late = late(before, pass);
      int allowed = before.agent().equals(pass.agent()) ? 0 : UNDER_WAY;
      if (late.size() > allowed) {
        violations.add(
            evidence.violation(
                "P8", late.getFirst(), "written while a later sync was already writing"));
      }
    }
    return violations;
  }

  private static List<AuditEvent> late(Pass before, Pass pass) {
    AuditEvent first = pass.firstWrite().orElseThrow();
    return before.requests().stream()
        .filter(AuditEvent::wrote)
        .filter(request -> request.at().isAfter(first.at()))
        .toList();
  }
}
