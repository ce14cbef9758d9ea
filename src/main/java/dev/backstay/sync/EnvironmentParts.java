package dev.backstay.sync;

import dev.backstay.cluster.Cluster;
import dev.backstay.cluster.HandManagers;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.git.ConfigRepository;
import dev.backstay.manifest.Limits;
import dev.backstay.manifest.ManifestReader;
import dev.backstay.plan.Confinement;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/** What an environment is made of; the same for all of its syncs. */
record EnvironmentParts(
    EnvironmentConfig config,
    ConfigRepository repository,
    DesiredState desired,
    EnvironmentCluster cluster,
    AccessCheck access,
    Watches watches,
    Mailbox mailbox,
    StatusKeeper status,
    Moves moves,
    Neighbours neighbours,
    SyncListener listener,
    Clock clock) {

  static EnvironmentParts of(
      EnvironmentConfig config,
      Neighbours neighbours,
      BiPredicate<Target, Target> mayTakeOver,
      SyncListener listener,
      Clock clock) {
    Mailbox mailbox = new Mailbox(mayTakeOver);
    ConfigRepository repository = neighbours.repository();
    Cluster cluster = neighbours.clusterOf(config);
    EnvironmentCluster own = EnvironmentCluster.of(cluster, config, clock);
    HandManagers hands = new HandManagers(config.drift().handManagers());
    Changes changes = new Changes();
    Runnable onChange =
        () -> {
          changes.note();
          mailbox.nudge();
        };
    Watches watches = new Watches(own, mailbox, onChange, hands, clock);
    DesiredState desired =
        new DesiredState(repository, new ManifestReader(Limits.defaults()), config.path());
    return new EnvironmentParts(
        config,
        repository,
        desired,
        own,
        new AccessCheck(config, own, desired, () -> neighbours.confinement(config)),
        watches,
        mailbox,
        new StatusKeeper(
            config, cluster.address(), watches, cluster.http()::trouble, changes, clock),
        new Moves(neighbours, config, own, mailbox),
        neighbours,
        listener,
        clock);
  }

  /** What the environment may do. */
  Confinement confinement() {
    return neighbours.confinement(config);
  }

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
