package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the digests of an environment as a whole, from time to time and at the end. */
final class DigestFolds {
  private static final Logger LOG = LoggerFactory.getLogger(DigestFolds.class);

  private final String environment;

  DigestFolds(String environment) {
    this.environment = environment;
  }

  /** Stores them if it is time; says when that is the next time. */
  Duration storeIfDue(Ledger known, Duration atMost) {
    if (known.untilFold().filter(Duration::isZero).isPresent()) {
      store(known);
    }
    return known.untilFold().orElse(atMost);
  }

  /** Stores what is not stored yet. */
  void store(Ledger known) {
    if (known.untilFold().isEmpty()) {
      return;
    }
    // whatever stands in the way: a fold that stayed due would leave the loop nothing to wait for
    known.postponeFold();
    if (!known.parent().exists() || !known.isHeld()) {
      return;
    }
    try {
      known.fold();
    } catch (ClusterException e) {
      LOG.warn("{}: {}", environment, e.getMessage());
    }
  }
}
