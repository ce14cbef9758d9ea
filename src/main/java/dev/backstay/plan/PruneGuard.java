package dev.backstay.plan;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.Optional;

/**
 * Holds back deletes that look like a mistake.
 *
 * @param enabled whether anything is pruned at all
 * @param maxShare the largest share of the inventory that one sync may delete, 0 to 1
 * @param allowed how many deletes a commit has said that it means; 0 for none
 */
public record PruneGuard(boolean enabled, double maxShare, int allowed) {
  /** Up to this many deletes are never held back by the share: small folders change a lot. */
  private static final int ALWAYS_ALLOWED = 5;

  /** Says why this many deletes out of an inventory are held back. */
  Optional<Problem> objectionTo(int prunes, int inventory) {
    if (!enabled && prunes > 0) {
      return Optional.of(
          Problem.general(
              ProblemCode.PRUNE_GUARD,
              prunes + " objects left the folder, and pruning is switched off",
              "delete them by hand or set prune.enabled"));
    }
    if (prunes <= ALWAYS_ALLOWED || prunes <= maxShare * inventory || prunes <= allowed) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.general(
            ProblemCode.PRUNE_GUARD,
            "%d of %d objects left the folder, more than prune.maxShare of %.0f%% allows"
                .formatted(prunes, inventory, maxShare * 100),
            "bring them back, or commit with the trailer Backstay-Allow-Prune: " + prunes));
  }
}
