package dev.backstay.sync;

import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.ObjectWatch;
import dev.backstay.cluster.Replicas;
import dev.backstay.health.HealthRules;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.ServedKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * The watches of an environment: one for each kind of its inventory in each namespace. Content is
 * asked for only where health is judged by it; of everything else the metadata tell enough. The
 * pods of a workload are followed while it is not healthy.
 */
final class Watches implements AutoCloseable {
  /** An event of our own write comes in milliseconds; later, the watch has lost it. */
  private static final Duration TOO_LATE = Duration.ofSeconds(3);

  private final EnvironmentCluster cluster;
  private final Mailbox mailbox;
  private final PodBoard pods;
  private final HealthBoard health;
  private final OwnershipBoard ownership;
  private final Autoscalers autoscalers;
  private final Map<Place, ObjectWatch> watches = new ConcurrentHashMap<>();

  private record Place(String groupKind, String namespace) {}

  /**
   * Begins with none.
   *
   * @param onChange is told when something may be seen in another light
   */
  Watches(
      EnvironmentCluster cluster,
      Mailbox mailbox,
      Runnable onChange,
      HandManagers hands,
      Clock clock) {
    this.cluster = cluster;
    this.mailbox = mailbox;
    this.pods = new PodBoard(cluster.objects(), clock, onChange);
    this.health = new HealthBoard(pods, onChange);
    this.ownership = new OwnershipBoard(hands, onChange);
    this.autoscalers = new Autoscalers(ownership::suspect);
  }

  HealthBoard health() {
    return health;
  }

  OwnershipBoard ownership() {
    return ownership;
  }

  Autoscalers autoscalers() {
    return autoscalers;
  }

  /**
   * Opens what is missing; what is no longer needed sees nothing and may stay.
   *
   * @return what the newly opened ones found, labelled as ours
   */
  List<Member> open(Collection<String> groupKinds, Collection<String> namespaces)
      throws ClusterException {
    List<Member> found = new ArrayList<>();
    for (String groupKind : groupKinds) {
      Optional<ServedKind> kind = cluster.cluster().kinds().ofGroupKind(groupKind);
      if (kind.isPresent()) {
        for (String namespace : kind.get().namespaced() ? namespaces : Set.of("")) {
          found.addAll(open(kind.get(), namespace));
          if (Replicas.SCALED_KINDS.contains(groupKind)) {
            openAutoscalers(namespace);
          }
        }
      }
    }
    return found;
  }

  private List<Member> open(ServedKind kind, String namespace) throws ClusterException {
    boolean isJudged = HealthRules.isJudged(kind.groupKind());
    return open(
        new ObjectWatch.Scope(kind, namespace, cluster.set().memberSelector(), isJudged),
        new Place(kind.groupKind(), namespace),
        isJudged ? new Both(health, ownership) : ownership);
  }

  /** All in the namespace: most were not made by us. */
  private void openAutoscalers(String namespace) throws ClusterException {
    Optional<ServedKind> kind = cluster.cluster().kinds().ofGroupKind(Autoscalers.KIND);
    if (kind.isPresent()) {
      open(
          new ObjectWatch.Scope(kind.get(), namespace, "", true),
          new Place("all " + Autoscalers.KIND, namespace),
          autoscalers);
    }
  }

  private List<Member> open(ObjectWatch.Scope scope, Place place, ObjectWatch.Listener listener)
      throws ClusterException {
    if (watches.containsKey(place)) {
      return List.of();
    }
    ObjectWatch watch = new ObjectWatch(cluster.objects(), scope, listener);
    List<Member> members = watch.open();
    watches.put(place, watch);
    return members;
  }

  private record Both(ObjectWatch.Listener first, ObjectWatch.Listener second)
      implements ObjectWatch.Listener {
    @Override
    public void onObject(ObjectKey key, JsonNode object) {
      first.onObject(key, object);
      second.onObject(key, object);
    }

    @Override
    public void onGone(ObjectKey key, long version) {
      first.onGone(key, version);
      second.onGone(key, version);
    }
  }

  /**
   * Waits until the watch of a kind has told our own last write to it; one that has not by then is
   * made to list anew. Nothing is decided on what it tells before.
   *
   * @return false if it still has not, or if {@code overtaken}
   */
  boolean caughtUp(String groupKind, String namespace, BooleanSupplier overtaken) {
    ObjectWatch watch = watches.get(new Place(groupKind, namespace));
    if (watch == null) {
      return true;
    }
    long written = ownership.lastWrite(groupKind, namespace);
    BooleanSupplier isThere = () -> watch.reached() >= written;
    BooleanSupplier isDecided = () -> isThere.getAsBoolean() || overtaken.getAsBoolean();
    if (!isThere.getAsBoolean() && !mailbox.await(isDecided, TOO_LATE)) {
      ownership.skippedStale();
      watch.listAgain();
      mailbox.await(isDecided, TOO_LATE);
    }
    return isThere.getAsBoolean();
  }

  /** Makes those of these kinds list anew: one that waits for news may have lost them. */
  void listAgain(Set<String> groupKinds) {
    watches.forEach(
        (place, watch) -> {
          if (groupKinds.contains(place.groupKind())) {
            watch.listAgain();
          }
        });
  }

  /** When each kind's watch last heard of its server. */
  SortedMap<String, Instant> lastEvents() {
    SortedMap<String, Instant> events = new TreeMap<>();
    watches.forEach(
        (place, watch) ->
            events.merge(place.groupKind(), watch.lastEvent(), (a, b) -> a.isBefore(b) ? a : b));
    return events;
  }

  /** Forgets all that was seen: what is opened from now on lists it anew. */
  void startOver() {
    closeAll();
    health.clear();
    ownership.clear();
    autoscalers.clear();
  }

  @Override
  public void close() {
    closeAll();
    pods.close();
  }

  private void closeAll() {
    watches.values().forEach(ObjectWatch::close);
    watches.clear();
  }
}
