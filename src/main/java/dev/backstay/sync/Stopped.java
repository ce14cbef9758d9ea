package dev.backstay.sync;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.manifest.Problem;
import java.util.List;

/** Ends a pass before its last step, with the outcome it has then. */
final class Stopped extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient SyncOutcome outcome;

  Stopped(SyncOutcome outcome) {
    super(outcome.word());
    this.outcome = outcome;
  }

  SyncOutcome outcome() {
    return outcome;
  }

  /** By content, when one problem is the author's; by the cluster; or for now. */
  static Stopped by(List<ApiFailure> failures) {
    return new Stopped(outcomeOf(failures));
  }

  static SyncOutcome outcomeOf(List<ApiFailure> failures) {
    List<Problem> problems = failures.stream().map(ApiFailure::problem).toList();
    if (failures.stream().anyMatch(f -> f.kind() == ApiFailure.Kind.CONTENT)) {
      return new SyncOutcome.Refused(problems, true);
    }
    return failures.stream().anyMatch(f -> f.kind() == ApiFailure.Kind.CLUSTER)
        ? new SyncOutcome.Refused(problems, false)
        : new SyncOutcome.Failed(problems);
  }
}
