package dev.backstay.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was found.
 *
 * @param requests how many requests of agents were looked at
 * @param syncs how many syncs they belong to
 * @param violations by time
 */
public record Verdict(int requests, int syncs, List<Violation> violations) {
  private static final List<Promise> PROMISES =
      List.of(
          new NothingChanged(),
          new OnlyWhatChanged(),
          new AllOrNothing(),
          new PruneLast(),
          new Confined(),
          new RightAccount(),
          new KilledAnywhere(),
          new OneAtATime(),
          new HelpfulErrors(),
          new NeverFighting(),
          new NeverBackwards(),
          new NothingWhileSuspended());

  public Verdict {
    violations = List.copyOf(violations);
  }

  /** Judges all that a history tells. */
  public static Verdict on(StoredHistory history) {
    List<AuditEvent> events = history.events();
    Ancestry ancestry = new Ancestry(history.commits());
    List<Violation> violations = new ArrayList<>(NothingSecret.in(history));
    violations.addAll(Confined.withoutEnvironment(events));
    int syncs = 0;
    for (String environment : history.environments()) {
      Evidence evidence = Evidence.of(environment, history, ancestry);
      syncs += evidence.syncPasses().size();
      PROMISES.forEach(promise -> violations.addAll(promise.judge(evidence)));
    }
    violations.sort(Comparator.comparing(Violation::at));
    return new Verdict(events.size(), syncs, violations);
  }

  /** {@code 120 requests of 4 syncs checked, 0 violations}. */
  public String summary() {
    return "%s of %s checked, %s"
        .formatted(
            count(requests, "request"),
            count(syncs, "sync"),
            count(violations.size(), "violation"));
  }

  private static String count(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
