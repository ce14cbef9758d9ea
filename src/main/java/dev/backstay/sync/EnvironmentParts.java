package dev.backstay.sync;

import dev.backstay.cluster.HandManagers;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.git.ConfigRepository;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What an environment is made of; the same for all of its syncs. */
record EnvironmentParts(
    EnvironmentConfig config,
    ConfigRepository repository,
    DesiredState desired,
    EnvironmentCluster cluster,
    Watches watches,
    Mailbox mailbox,
    StatusKeeper status,
    Moves moves,
    SyncListener listener,
    Clock clock) {

  /** The tools behind which people are. */
  HandManagers hands() {
    return new HandManagers(config.drift().handManagers());
  }

  /**
   * No new write while this holds: something newer took over, or it is not sure that we are the
   * only agent.
   */
  BooleanSupplier pauseFrom(Optional<Target> current, Ledger ledger) {
    return () ->
        current.map(mailbox::isOvertaken).orElseGet(mailbox::isStopping) || !ledger.isHeld();
  }
}
