package dev.backstay.sync;

import dev.backstay.health.Health;
import dev.backstay.manifest.ObjectKey;

/**
 * One object of an environment, as people see it.
 *
 * @param word what the last sync did with it: {@code created}, {@code unchanged}
 * @param source {@code file:line} of its manifest; empty for what is pruned
 * @param health healthy for kinds that have none of their own
 */
public record ObjectStatus(ObjectKey key, String word, String source, Health health) {
  /** The word for what left the folder and is still in the cluster. */
  static final String HELD = "prune held";

  public boolean isHeld() {
    return word.equals(HELD);
  }

  ObjectStatus withHealth(Health newHealth) {
    return new ObjectStatus(key, word, source, newHealth);
  }
}
