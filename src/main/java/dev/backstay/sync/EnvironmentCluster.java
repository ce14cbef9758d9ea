package dev.backstay.sync;

import dev.backstay.cluster.Adoption;
import dev.backstay.cluster.ApplySet;
import dev.backstay.cluster.Cluster;
import dev.backstay.cluster.DigestStore;
import dev.backstay.cluster.KubeHttp;
import dev.backstay.cluster.LiveObjects;
import dev.backstay.cluster.Namespaces;
import dev.backstay.cluster.ParentEvents;
import dev.backstay.cluster.ParentStore;
import java.time.Clock;

/**
 * The parts of a cluster that one environment works with.
 *
 * @param http tells the API server which environment asks
 */
record EnvironmentCluster(
    Cluster cluster,
    KubeHttp http,
    ApplySet set,
    ParentStore parents,
    DigestStore digests,
    Adoption adoption,
    ParentEvents events,
    Namespaces namespaces,
    LiveObjects live) {

  static EnvironmentCluster of(Cluster cluster, String environment, String namespace, Clock clock) {
    KubeHttp http = cluster.http().forEnvironment(namespace, environment);
    ApplySet set = ApplySet.of(environment, namespace);
    return new EnvironmentCluster(
        cluster,
        http,
        set,
        new ParentStore(http, set),
        new DigestStore(http, set),
        new Adoption(http, set),
        new ParentEvents(http, set, cluster.lease().holder(), clock),
        new Namespaces(http),
        new LiveObjects(http));
  }
}
