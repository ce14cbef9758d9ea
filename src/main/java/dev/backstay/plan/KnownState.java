package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the agent knows of the cluster without asking it again.
 *
 * @param applied the objects of the inventory, each with the sealed digest of the manifest that was
 *     last applied, empty where that is not known
 * @param seal gives a digest the form in which it is kept
 */
public record KnownState(Map<ObjectKey, String> applied, UnaryOperator<String> seal) {
  public static final KnownState NOTHING = new KnownState(Map.of(), UnaryOperator.identity());

  public KnownState {
    applied = Map.copyOf(applied);
  }

  /** As if nothing were known of these objects. */
  public KnownState without(Set<ObjectKey> objects) {
    Map<ObjectKey, String> others = new HashMap<>(applied);
    others.keySet().removeAll(objects);
    return new KnownState(others, seal);
  }

  boolean owns(ObjectKey key) {
    return applied.containsKey(key);
  }

  boolean isApplied(Manifest manifest) {
    return seal.apply(manifest.digest()).equals(applied.get(manifest.key()));
  }

  Set<ObjectKey> keys() {
    return applied.keySet();
  }
}
