package dev.backstay.audit;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an agent asked for one sync, or one correction, of an environment.
 *
 * @param own the environment's own records
 * @param requests in the order in which they were received, never empty
 */
record Pass(OwnRecords own, Kind kind, String revision, List<AuditEvent> requests) {
  Pass {
    requests = List.copyOf(requests);
  }

  /** Why the requests were made. */
  enum Kind {
    SYNC,
    CORRECTION
  }

  OffsetDateTime begin() {
    return requests.getFirst().at();
  }

  String agent() {
    return requests.getFirst().caller().agent();
  }

  private Stream<AuditEvent> those(Predicate<AuditEvent> which) {
    return requests.stream().filter(which);
  }

  /** Of objects of the folder, not of the environment's own records. */
  private boolean isOfFolder(AuditEvent request) {
    return !own.isOwn(request.object());
  }

  /** What changed an object of the folder, except deletes. */
  List<AuditEvent> applies() {
    return those(r -> r.wrote() && !r.is(AuditEvent.Kind.DELETE) && isOfFolder(r)).toList();
  }

  /** Whether it worked or not. */
  List<AuditEvent> triedApplies() {
    return those(r -> r.is(AuditEvent.Kind.APPLY) && isOfFolder(r)).toList();
  }

  /** Dry-runs, of deletes too. */
  List<AuditEvent> rehearsals() {
    return those(r -> r.is(AuditEvent.Kind.REHEARSAL)).toList();
  }

  /** Whether they worked or not. A pod that its controller makes anew is not pruned. */
  List<AuditEvent> deletes() {
    return those(r -> r.is(AuditEvent.Kind.DELETE) && !isReplacedPod(r)).toList();
  }

  private static boolean isReplacedPod(AuditEvent request) {
    return request.caller().unsticks()
        && request.object().isCore("pods")
        && !request.object().name().isEmpty();
  }

  List<AuditEvent> parentWrites() {
    return those(r -> r.wrote() && own.isParent(r.object())).toList();
  }

  List<AuditEvent> events() {
    return those(r -> r.wrote() && own.isEvent(r.object())).toList();
  }

  List<AuditEvent> lookedAt(ApiObject object) {
    return those(r -> r.verb().equals("get") && r.succeeded() && r.object().equals(object))
        .toList();
  }

  /** What changed anything, or tried to; not what only rehearsed. */
  Optional<AuditEvent> firstWrite() {
    return those(AuditEvent::wrote).findFirst();
  }
}
