package dev.backstay.sync;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A state of the branch that an environment should follow.
 *
 * @param head the branch's head
 * @param tree git's id of the environment's folder there, empty if it is missing
 * @param seen when the head was first seen
 */
record Target(String head, Optional<String> tree, Instant seen) {
  Target {
    seen = seen.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether the folder is the same: then neither needs to make way for the other. */
  boolean hasSameFolderAs(Target other) {
    return tree.equals(other.tree);
  }
}
