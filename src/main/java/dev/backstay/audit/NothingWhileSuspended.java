package dev.backstay.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * While an environment is suspended, none of its objects is written: from the write of the parent
 * that says so until somebody tries to say otherwise.
 */
final class NothingWhileSuspended implements Promise {
  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    boolean suspended = false;
    for (AuditEvent request : all(evidence)) {
      boolean isParent = evidence.own().isParent(request.object());
      if (isParent && request.caller().activity().equals("suspend")) {
        suspended |= request.wrote();
      } else if (isParent && request.caller().activity().equals("resume")) {
        suspended &= !request.wantsToWrite();
      } else if (suspended && request.wrote() && !evidence.own().isOwn(request.object())) {
        violations.add(evidence.violation("suspended", request, "written while suspended"));
      }
    }
    return violations;
  }

  private static List<AuditEvent> all(Evidence evidence) {
    Stream<AuditEvent> inPasses = evidence.passes().stream().flatMap(p -> p.requests().stream());
    return Stream.concat(inPasses, evidence.outside().stream())
        .sorted(Comparator.comparing(AuditEvent::at))
        .toList();
  }
}
