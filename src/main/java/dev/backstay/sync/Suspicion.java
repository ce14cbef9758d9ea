package dev.backstay.sync;

import dev.backstay.cluster.Replicas;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.Action;
import java.util.Map;

/** Whether what the watches tell of an object differs from what is known of it; asks nobody. */
record Suspicion(Watches watches, Map<ObjectKey, Action.Change> wanted, Ledger ledger) {

  /** Also what is not ours, or waits to be pruned. */
  boolean clears(ObjectKey key) {
    Action.Change change = wanted.get(key);
    return change == null
        || !ledger.inventory().owns(key)
        || !falls(change, ledger.inventory().known(key));
  }

  private boolean falls(Action.Change change, Known known) {
    OwnershipBoard.Seen seen =
        watches.ownership().seen(change.key()).orElse(OwnershipBoard.Seen.NOTHING);
    if (!seen.exists()) {
      return !Jobs.mayBeGone(change.manifest());
    }
    return hasWrongReplicas(change, seen)
        || !seen.ownership().mark().equals(known.mark())
        || !seen.ownership().addedBy().isEmpty();
  }

  private boolean hasWrongReplicas(Action.Change change, OwnershipBoard.Seen seen) {
    return watches.autoscalers().lookAfter(change.key())
        ? seen.ownership().ownsReplicas()
        : !seen.ownership().ownsReplicas() && Replicas.areSetBy(change.manifest());
  }
}
