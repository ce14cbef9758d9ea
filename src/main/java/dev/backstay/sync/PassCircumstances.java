package dev.backstay.sync;

import dev.backstay.cluster.Applier;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Preparation;
import dev.backstay.cluster.Preparation.Taking;
import dev.backstay.manifest.ObjectKey;
import java.util.Map;
import java.util.Optional;

/** What a pass knows of the live objects that it applies to. */
final class PassCircumstances implements Applier.Circumstances {
  private final EnvironmentParts parts;
  private final Ledger ledger;
  private final String cause;
  private Map<ObjectKey, Member> adopted = Map.of();

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
    if (seen.isEmpty() || !ledger.owns(key)) {
      return Preparation.NONE;
    }
    return new Preparation(
        seen.get().ownership().isTouched() ? Taking.HANDS : Taking.NOTHING,
        seen.get().ownership().ownsReplicas() && isAutoscaled(key));
  }

  /** A new object has nobody yet who would scale it. */
  @Override
  public boolean isAutoscaled(ObjectKey key) {
    return (ledger.owns(key) || adopted.containsKey(key))
        && parts.watches().autoscalers().lookAfter(key);
  }

  @Override
  public HandManagers hands() {
    return parts.hands();
  }

  @Override
  public String cause(ObjectKey key) {
    return cause;
  }
}
