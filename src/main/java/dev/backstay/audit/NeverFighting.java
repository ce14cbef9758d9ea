package dev.backstay.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** P11: what a commit asks for is written once; what none asks for, not again and again. */
final class NeverFighting implements Promise {
  private static final int MOST_WRITES_A_MINUTE = 5;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    Map<ApiObject, Deque<AuditEvent>> unasked = new HashMap<>();
    Set<ApiObject> asked = new HashSet<>();
    String revision = "";
    for (Pass pass : evidence.passes()) {
      boolean isSync = pass.kind() == Pass.Kind.SYNC;
      if (isSync && !pass.revision().equals(revision)) {
        revision = pass.revision();
        asked.clear();
        unasked.clear();
      }
      for (AuditEvent apply : pass.applies()) {
        // a change of ownership only comes before the apply that it is for
        boolean counts = apply.is(AuditEvent.Kind.APPLY);
        if (counts && !(isSync && asked.add(apply.object())) && isOnceTooOften(apply, unasked)) {
          violations.add(
              evidence.violation(
                  "P11", apply, "written again and again, and no commit asked for it"));
        }
      }
    }
    return violations;
  }

  private static boolean isOnceTooOften(
      AuditEvent apply, Map<ApiObject, Deque<AuditEvent>> unasked) {
    Deque<AuditEvent> lastMinute = unasked.computeIfAbsent(apply.object(), _ -> new ArrayDeque<>());
    lastMinute.addLast(apply);
    while (lastMinute.getFirst().at().isBefore(apply.at().minus(Duration.ofMinutes(1)))) {
      lastMinute.removeFirst();
    }
    return lastMinute.size() == MOST_WRITES_A_MINUTE + 1;
  }
}
