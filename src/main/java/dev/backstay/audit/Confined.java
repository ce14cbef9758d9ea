package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * P6: nothing is written, or tried to be, outside of the environment's namespaces and kinds; and
 * nothing, wherever it is, by which Backstay or Kubernetes itself works.
 */
final class Confined implements Promise {
  private static final Set<String> OF_KUBERNETES =
      Set.of("kube-system", "kube-public", "kube-node-lease");

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    List<OwnRecords> others = evidence.ofOthers();
    for (AuditEvent request : evidence.requests()) {
      if (request.wantsToWrite()) {
        if (isNobodys(request.object(), others)) {
          violations.add(evidence.violation("P6", request, "nobody's to write for an environment"));
        } else if (evidence.scope().filter(s -> !s.holds(request.object())).isPresent()) {
          violations.add(evidence.violation("P6", request, "not a place of the environment"));
        } else if (request.is(AuditEvent.Kind.APPLY) && isReserved(request, evidence)) {
          violations.add(evidence.violation("P6", request, "a manifest took a reserved name"));
        }
      }
    }
    return violations;
  }

  private static boolean isNobodys(ApiObject object, List<OwnRecords> others) {
    boolean isKubernetes =
        OF_KUBERNETES.contains(object.namespace())
            || (object.isCore("namespaces") && OF_KUBERNETES.contains(object.name()));
    boolean isLease = object.resource().equals("leases") && object.name().startsWith("backstay-");
    return isKubernetes || isLease || others.stream().anyMatch(other -> other.isRecord(object));
  }

  private static boolean isReserved(AuditEvent request, Evidence evidence) {
    return evidence.own().isRecord(request.object());
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
