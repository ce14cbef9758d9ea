package dev.backstay.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** P11: without a new commit the same object is not written again and again. */
final class NeverFighting implements Promise {
  private static final int MOST_WRITES_A_MINUTE = 5;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    Map<ApiObject, Deque<AuditEvent>> writes = new HashMap<>();
    String revision = "";
    for (Pass pass : evidence.passes()) {
      if (pass.kind() == Pass.Kind.SYNC && !pass.revision().equals(revision)) {
        // what the commit asked for
        revision = pass.revision();
        writes.clear();
        continue;
      }
      for (AuditEvent apply : pass.applies()) {
        if (!apply.is(AuditEvent.Kind.APPLY)) {
          // a change of ownership only: it comes before the apply that it is for
          continue;
        }
        Deque<AuditEvent> lastMinute =
            writes.computeIfAbsent(apply.object(), _ -> new ArrayDeque<>());
        lastMinute.addLast(apply);
        while (lastMinute.getFirst().at().isBefore(apply.at().minus(Duration.ofMinutes(1)))) {
          lastMinute.removeFirst();
        }
        if (lastMinute.size() == MOST_WRITES_A_MINUTE + 1) {
          violations.add(
              evidence.violation(
                  "P11", apply, "written again and again, and no commit asked for it"));
        }
      }
    }
    return violations;
  }
}
