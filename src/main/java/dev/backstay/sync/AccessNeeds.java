package dev.backstay.sync;

import dev.backstay.cluster.Replicas;
import dev.backstay.cluster.access.Need;
import dev.backstay.cluster.access.Need.Weight;
import dev.backstay.cluster.access.Needs;
import dev.backstay.cluster.access.Place;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.Action;
import dev.backstay.plan.CustomKinds;
import dev.backstay.plan.Plan;
import dev.backstay.plan.ServedKind;
import dev.backstay.plan.ServedKinds;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an account must be allowed to do so that a plan can be carried out, and be kept. */
final class AccessNeeds {
  private static final String RECREATE = "backstay.dev/recreate";
  private static final Set<String> WITH_PODS =
      Set.of(
          "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch");

  private final EnvironmentConfig config;
  private final ServedKinds served;
  private final Needs needs = new Needs();
  private final Set<ServedKind> followed = new HashSet<>();

  private AccessNeeds(EnvironmentConfig config, ServedKinds served) {
    this.config = config;
    this.served = served;
  }

  /**
   * Of a plan: what it writes is required; what it may write later, to take back drift, and what it
   * deletes is wanted.
   */
  static List<Need> of(Plan plan, EnvironmentConfig config, ServedKinds served) {
    AccessNeeds all = new AccessNeeds(config, served.and(CustomKinds.in(plan.desired())));
    plan.changes().forEach(change -> all.writes(change.manifest(), change.kind(), Weight.REQUIRED));
    for (Action.Unchanged unchanged : plan.unchanged()) {
      Manifest manifest = unchanged.manifest();
      all.served
          .find(manifest.apiVersion(), manifest.key().kind())
          .ifPresent(kind -> all.writes(manifest, kind, Weight.WANTED));
    }
    plan.prunes().forEach(prune -> all.deletes(prune.key(), prune.kind()));
    return all.needs.all();
  }

  /**
   * Before there is a plan: to follow what is there, and to write what a folder says.
   *
   * @param groupKinds of the inventory
   * @param namespaces of the inventory
   */
  static List<Need> toStart(
      Collection<String> groupKinds,
      Collection<String> namespaces,
      Collection<Action.Change> desired,
      EnvironmentConfig config,
      ServedKinds served) {
    AccessNeeds all = new AccessNeeds(config, served);
    desired.forEach(change -> all.writes(change.manifest(), change.kind(), Weight.REQUIRED));
    groupKinds.stream()
        .flatMap(groupKind -> served.ofGroupKind(groupKind).stream())
        .forEach(kind -> all.follows(kind, namespaces));
    return all.needs.all();
  }

  /** For the environment's own records, which no account but the agent's keeps. */
  static List<Need> ofRecords(EnvironmentConfig config) {
    String namespace = config.namespace();
    String parent = "backstay-" + config.name();
    Place configMaps = new Place(namespace, "", "configmaps");
    Place secrets = new Place(namespace, "", "secrets");
    return new Needs()
        .forOne(Weight.REQUIRED, configMaps, parent, "get", "patch")
        .forOne(Weight.REQUIRED, configMaps, parent + "-digests", "get", "patch")
        .forAll(Weight.REQUIRED, configMaps, "create")
        .forOne(Weight.REQUIRED, secrets, parent, "get")
        .forAll(Weight.REQUIRED, secrets, "create")
        .forAll(Weight.HELPFUL, new Place(namespace, "", "events"), "create", "patch")
        .forOne(Weight.REQUIRED, new Place(namespace, "", "namespaces"), namespace, "get")
        .all();
  }

  private void writes(Manifest manifest, ServedKind kind, Weight weight) {
    Place place = placeOf(manifest.key(), kind);
    String name = manifest.key().name();
    // a first apply creates, and so does one of what somebody deleted
    needs.forOne(weight, place, name, "get", "create", "patch");
    if (manifest.directives().getOrDefault(RECREATE, "").equals("true")) {
      needs.forOne(Weight.WANTED, place, name, "delete");
    }
    follows(kind, config.allNamespaces());
  }

  private void deletes(ObjectKey key, ServedKind kind) {
    needs.forOne(Weight.WANTED, placeOf(key, kind), key.name(), "get", "delete");
  }

  private static Place placeOf(ObjectKey key, ServedKind kind) {
    boolean isNamespace = kind.groupKind().equals("Namespace");
    return new Place(isNamespace ? key.name() : key.namespace(), kind.group(), kind.plural());
  }

  /** Every kind is listed and watched in every namespace of the environment. */
  private void follows(ServedKind kind, Collection<String> namespaces) {
    if (!followed.add(kind)) {
      return;
    }
    for (String namespace : kind.namespaced() ? namespaces : List.of("")) {
      needs.forAll(
          Weight.REQUIRED, new Place(namespace, kind.group(), kind.plural()), "list", "watch");
      if (Replicas.SCALED_KINDS.contains(kind.groupKind())) {
        served
            .ofGroupKind(Autoscalers.KIND)
            .map(scaler -> new Place(namespace, scaler.group(), scaler.plural()))
            .ifPresent(place -> needs.forAll(Weight.REQUIRED, place, "list", "watch"));
      }
      if (WITH_PODS.contains(kind.groupKind())) {
        looksAtPods(kind, new Place(namespace, "", "pods"));
      }
    }
  }

  private void looksAtPods(ServedKind kind, Place pods) {
    needs.forAll(Weight.HELPFUL, pods, "list", "watch");
    if (kind.groupKind().equals("Deployment.apps")) {
      Place sets = new Place(pods.namespace(), "apps", "replicasets");
      needs.forAll(Weight.HELPFUL, sets, "list");
    }
    if (config.unstick() && kind.groupKind().equals("StatefulSet.apps")) {
      needs.forAll(Weight.REQUIRED, pods, "list", "watch", "get", "delete");
    }
  }
}
