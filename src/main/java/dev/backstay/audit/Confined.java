package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;

/** P6: nothing is written, or tried to be, outside of the environment's namespaces and kinds. */
final class Confined implements Promise {
  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (AuditEvent request : evidence.requests()) {
      if (request.wantsToWrite()) {
        if (evidence.scope().filter(scope -> !scope.holds(request.object())).isPresent()) {
          violations.add(evidence.violation("P6", request, "not a place of the environment"));
        } else if (request.is(AuditEvent.Kind.APPLY) && isReserved(request, evidence)) {
          violations.add(evidence.violation("P6", request, "a manifest took a reserved name"));
        }
      }
    }
    return violations;
  }

  private static boolean isReserved(AuditEvent request, Evidence evidence) {
    OwnRecords own = evidence.own();
    ApiObject object = request.object();
    return own.isParent(object) || own.isDigests(object) || own.isKey(object);
  }

  /** For no environment an agent writes nothing but its own Lease. */
  static List<Violation> withoutEnvironment(List<AuditEvent> events) {
    return events.stream()
        .filter(event -> event.caller().environment().isEmpty() && event.wantsToWrite())
        .filter(event -> !event.object().resource().equals("leases"))
        .map(
            event ->
                new Violation("P6", "", event.at(), event.words(), "written for no environment"))
        .toList();
  }
}
