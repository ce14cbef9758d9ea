package dev.backstay.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * P1: between syncs nothing is asked but what is counted apart: watches and the lists they begin
 * with, the map of digests, that somebody suspends or resumes, and at a start that the agent makes
 * sure of its parent, or takes it over.
 */
final class NothingChanged implements Promise {
  private static final int MOST_READS_A_MINUTE = 60;

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    Deque<AuditEvent> lastMinute = new ArrayDeque<>();
    for (AuditEvent request : evidence.outside()) {
      boolean rests = request.caller().activity().equals("rest");
      if (request.wantsToWrite() && !isCountedApart(request, evidence)) {
        violations.add(evidence.violation("P1", request, "written outside of a sync"));
      } else if (rests && request.is(AuditEvent.Kind.READ) && isTooMuch(request, lastMinute)) {
        violations.add(
            evidence.violation(
                "P1", request, "more than " + MOST_READS_A_MINUTE + " reads a minute at rest"));
        lastMinute.clear();
      }
    }
    return violations;
  }

  private static boolean isCountedApart(AuditEvent request, Evidence evidence) {
    ApiObject object = request.object();
    String activity = request.caller().activity();
    boolean isTakenUp = activity.equals("start") && evidence.own().isParent(object);
    // somebody asked for it, and it is kept where the state is
    boolean isOrdered =
        (activity.equals("suspend") || activity.equals("resume")) && evidence.own().isOwn(object);
    return isTakenUp
        || isOrdered
        || evidence.own().isDigests(object)
        || evidence.own().isKey(object)
        || evidence.corrections().stream().anyMatch(c -> c.spans(request.at()));
  }

  private static boolean isTooMuch(AuditEvent request, Deque<AuditEvent> lastMinute) {
    lastMinute.addLast(request);
    while (lastMinute.getFirst().at().isBefore(request.at().minus(Duration.ofMinutes(1)))) {
      lastMinute.removeFirst();
    }
    return lastMinute.size() > MOST_READS_A_MINUTE;
  }
}
