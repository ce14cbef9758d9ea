package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** P10: a sync that did not end well says why, with a code, and says it in words. */
final class HelpfulErrors implements Promise {
  private static final Pattern ERROR = Pattern.compile("^BKS-\\d{3} \\S.*", Pattern.DOTALL);

  /** What needs no reason, or has one in the entry after it. */
  private static final Set<String> WELL = Set.of("synced", "unchanged", "superseded", "corrected");

  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Sync sync : evidence.syncs()) {
      boolean isWell = WELL.contains(sync.outcome());
      if (!isWell && sync.errors().isEmpty()) {
        violations.add(evidence.violation("P10", sync, "it does not say why"));
      }
      if (!sync.errors().stream().allMatch(error -> ERROR.matcher(error).matches())) {
        violations.add(evidence.violation("P10", sync, "an error has no code, or no words"));
      }
    }
    return violations;
  }
}
