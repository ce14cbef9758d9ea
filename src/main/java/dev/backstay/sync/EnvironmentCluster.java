package dev.backstay.sync;

import dev.backstay.cluster.AccessReview;
import dev.backstay.cluster.Account;
import dev.backstay.cluster.Adoption;
import dev.backstay.cluster.ApplySet;
import dev.backstay.cluster.Cluster;
import dev.backstay.cluster.DigestStore;
import dev.backstay.cluster.KubeHttp;
import dev.backstay.cluster.LiveObjects;
import dev.backstay.cluster.Namespaces;
import dev.backstay.cluster.ParentEvents;
import dev.backstay.cluster.ParentStore;
import dev.backstay.config.EnvironmentConfig;
import java.time.Clock;
import java.util.Optional;

/**
 * The parts of a cluster that one environment works with. Here, and nowhere else, is decided as
 * whom: what the folder says is read and written as the environment's account, if it has one; the
 * environment's own records, and the namespace for them, as the agent itself.
 *
 * @param records asks as the agent itself, and tells the API server for which environment
 * @param objects asks as the environment's account
 * @param account empty if the agent itself acts on the objects
 */
record EnvironmentCluster(
    Cluster cluster,
    KubeHttp records,
    KubeHttp objects,
    Optional<Account> account,
    ApplySet set,
    ParentStore parents,
    DigestStore digests,
    Adoption adoption,
    ParentEvents events,
    Namespaces namespaces,
    LiveObjects live) {

  static EnvironmentCluster of(Cluster cluster, EnvironmentConfig config, Clock clock) {
    KubeHttp records = cluster.http().forEnvironment(config.namespace(), config.name());
    Optional<Account> account =
        config.serviceAccount().map(a -> Account.of(a, records.ownNamespace()));
    KubeHttp objects = account.map(records::as).orElse(records);
    ApplySet set = ApplySet.of(config.name(), config.namespace());
    return new EnvironmentCluster(
        cluster,
        records,
        objects,
        account,
        set,
        new ParentStore(records, set),
        new DigestStore(records, set),
        new Adoption(objects, set),
        new ParentEvents(records, set, cluster.lease().holder(), clock),
        new Namespaces(records),
        new LiveObjects(objects));
  }

  /** What all its requests are made for from now on: {@code sync 12 3f2a1c9}. */
  void isDoing(String activity) {
    records.isDoing(activity);
  }

  /** Asks what may be done to the objects. */
  AccessReview accessToObjects() {
    return new AccessReview(objects);
  }

  /** Asks what the agent itself may do. */
  AccessReview accessToRecords() {
    return new AccessReview(records);
  }
}
