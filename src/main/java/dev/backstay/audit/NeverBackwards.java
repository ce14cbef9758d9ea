package dev.backstay.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** P12: what is written is of the deployed commit or of one that comes from it. */
final class NeverBackwards implements Promise {
  @Override
  public List<Violation> judge(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Pass pass : evidence.syncPasses()) {
      if (pass.firstWrite().isPresent() && !evidence.accepts(pass.revision())) {
        List<AuditEvent> writes = new ArrayList<>(pass.applies());
        writes.addAll(pass.deletes());
        if (!writes.isEmpty() && goesBack(pass, evidence)) {
          violations.add(
              evidence.violation(
                  "P12",
                  writes.getFirst(),
                  "of a commit that does not come from the deployed one"));
        }
      }
    }
    return violations;
  }

  /** What is not known of the branch is not judged. */
  private static boolean goesBack(Pass pass, Evidence evidence) {
    Ancestry ancestry = evidence.ancestry();
    Optional<Commit> next = ancestry.find(pass.revision());
    Optional<Commit> deployed =
        evidence.deployedBefore(pass).flatMap(sync -> ancestry.find(sync.revision()));
    if (next.isEmpty() || deployed.isEmpty() || ancestry.descends(next.get(), deployed.get())) {
      return false;
    }
    return ancestry.descends(deployed.get(), next.get())
        || !ancestry.areMerged(next.get(), deployed.get());
  }
}
