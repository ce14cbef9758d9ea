package dev.backstay.sync;

import dev.backstay.cluster.Applier;
import dev.backstay.cluster.Applier.Rehearsed;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Preparation;
import dev.backstay.cluster.Preparation.Taking;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.Action;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a pass knows of the live objects that it applies to. */
final class PassCircumstances implements Applier.Circumstances {
  private final EnvironmentParts parts;
  private final Ledger ledger;
  private final String cause;
  private Map<ObjectKey, Member> adopted = Map.of();
  private final Map<ObjectKey, Member> foreseen = new HashMap<>();
  private Predicate<ObjectKey> standsWell = _ -> true;

  PassCircumstances(EnvironmentParts parts, Ledger ledger, String cause) {
    this.parts = parts;
    this.ledger = ledger;
    this.cause = cause;
  }

  /** These exist, and were not ours. */
  void adopts(Map<ObjectKey, Member> existing) {
    adopted = existing;
  }

  @Override
  public Preparation before(ObjectKey key) {
    if (adopted.containsKey(key)) {
      return new Preparation(Taking.DEPLOYER, false);
    }
    Optional<OwnershipBoard.Seen> seen =
        parts.watches().ownership().seen(key).filter(OwnershipBoard.Seen::exists);
    if (seen.isEmpty() || !ledger.inventory().owns(key)) {
      return Preparation.NONE;
    }
    return new Preparation(
        seen.get().ownership().isTouched() ? Taking.HANDS : Taking.NOTHING,
        seen.get().ownership().ownsReplicas() && isAutoscaled(key));
  }

  /** A new object has nobody yet who would scale it. */
  @Override
  public boolean isAutoscaled(ObjectKey key) {
    return (ledger.inventory().owns(key) || adopted.containsKey(key))
        && parts.watches().autoscalers().lookAfter(key);
  }

  @Override
  public Optional<Member> foreseen(ObjectKey key) {
    return Optional.ofNullable(foreseen.get(key));
  }

  @Override
  public HandManagers hands() {
    return parts.hands();
  }

  /**
   * The rehearsal was made, with the causes that stand: they are kept by those workloads of which
   * nothing else would change.
   */
  void rehearsed(Collection<Rehearsed> results) {
    Set<ObjectKey> unchanged = new HashSet<>();
    for (Rehearsed result : results) {
      if (result instanceof Rehearsed.Passed(Action.Change change, Member member)) {
        if (ledger.inventory().doubtful(change.key()).filter(member::hasContentOf).isPresent()) {
          unchanged.add(change.key());
        }
        if (adopted.containsKey(change.key())) {
          foreseen.put(change.key(), member);
        }
      }
    }
    standsWell = unchanged::contains;
  }

  /** Who has lost its records must not claim that this commit changed what an earlier one did. */
  @Override
  public String cause(ObjectKey key) {
    return ledger
        .inventory()
        .doubtful(key)
        .filter(_ -> standsWell.test(key))
        .flatMap(Member::cause)
        .orElse(cause);
  }
}
