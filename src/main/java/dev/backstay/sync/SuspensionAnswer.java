package dev.backstay.sync;

import dev.backstay.manifest.Problem;
import java.util.Optional;

/** What became of a {@link SuspensionOrder}. */
public sealed interface SuspensionAnswer {
  /**
   * It is on record in the cluster, and so survives a restart.
   *
   * @param now what holds from now on
   * @param changed false if it was so already
   */
  record Recorded(Optional<Suspension> now, boolean changed) implements SuspensionAnswer {}

  /** It could not be recorded, and all is as before. */
  record NotRecorded(Problem why) implements SuspensionAnswer {}
}
