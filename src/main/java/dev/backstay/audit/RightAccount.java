package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * P6: what the folder holds is read and written as the environment's own account, so that the API
 * server confines it too; the environment's records are kept by the agent itself.
 */
final class RightAccount implements Promise {
  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    evidence
        .scope()
        .ifPresent(
            scope ->
                evidence.requests().stream()
                    .filter(request -> request.succeeded() && !request.object().isQuestion())
                    .filter(request -> !isBy(request, scope, evidence.own()))
                    .map(request -> evidence.violation("P6", request, asWhom(request)))
                    .forEach(violations::add));
    return violations;
  }

  private static boolean isBy(AuditEvent request, Scope scope, OwnRecords own) {
    boolean isAgent = request.account().isEmpty();
    if (own.isNamespace(request.object())) {
      // made by the agent where it is missing, and perhaps an object of the folder
      return isAgent || scope.isAccount(request.account());
    }
    // Events are told by the agent, and read to say why an object of the environment is not well
    boolean isRecord =
        own.isOwn(request.object()) && (request.wrote() || !own.isEvent(request.object()));
    return isRecord ? isAgent : scope.isAccount(request.account());
  }

  private static String asWhom(AuditEvent request) {
    return "asked as " + (request.account().isEmpty() ? "the agent itself" : request.account());
  }
}
