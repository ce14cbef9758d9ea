package dev.backstay.sync;

import dev.backstay.cluster.ApplySet;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.DigestKey;
import dev.backstay.cluster.DigestStore;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Parent;
import dev.backstay.cluster.ParentStore;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.KnownState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the agent knows of an environment, and its copy in the cluster. A sync costs two writes of
 * the parent: {@link #begin} and {@link #conclude}; everything else is remembered until then. Used
 * by the environment's own thread only.
 */
final class Ledger {
  private static final String STATE = "state";
  private static final String HISTORY = "history";
  private static final String DELTA = "digests-delta";
  private static final String UNKNOWN = "";
  private static final int LARGEST_DELTA = 64 * 1024;
  private static final Duration BETWEEN_FOLDS = Duration.ofMinutes(1);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();

  private final ParentStore parents;
  private final DigestStore digests;
  private final ApplySet set;
  private final EnvironmentCluster cluster;

  /** Every object of the inventory with the sealed digest of what was applied. */
  private final Map<ObjectKey, String> applied = new HashMap<>();

  /** What changed in {@code applied} since the digests were last stored as a whole. */
  private final Map<ObjectKey, String> delta = new HashMap<>();

  /** Only in memory until the first sync has made a place to keep it. */
  private DigestKey key;

  private Parent parent;
  private Stored state;
  private History history;
  private long foldedAt = System.nanoTime();

  /** What the parent keeps besides the history. */
  record Stored(Optional<Deployed> deployed, Optional<Intent> intent) {
    static final Stored NOTHING = new Stored(Optional.empty(), Optional.empty());
  }

  private Ledger(EnvironmentCluster cluster, Parent parent, DigestKey key) {
    this.parents = cluster.parents();
    this.digests = cluster.digests();
    this.set = cluster.set();
    this.cluster = cluster;
    this.key = key;
    this.parent = parent;
    this.state = readState(parent.data().getOrDefault(STATE, "{}"));
    this.history = History.fromJson(parent.data().getOrDefault(HISTORY, "[]"));
  }

  /**
   * Takes up what an earlier agent left, from metadata and our own objects only.
   *
   * @throws ClusterException if any part cannot be read: half of it would be wrong
   */
  static Ledger load(EnvironmentCluster cluster, Parent parent, Collection<String> namespaces)
      throws ClusterException {
    if (!parent.exists()) {
      return new Ledger(cluster, parent, DigestKey.fresh());
    }
    DigestKey key = DigestKey.fresh().storedIn(cluster.http(), cluster.set());
    Ledger ledger = new Ledger(cluster, parent, key);
    Map<ObjectKey, String> stored = new HashMap<>(cluster.digests().read());
    Map<ObjectKey, String> delta = DigestStore.parse(parent.data().getOrDefault(DELTA, ""));
    delta.forEach((k, digest) -> put(stored, k, digest));
    ledger.delta.putAll(delta);
    TreeSet<String> everywhere = new TreeSet<>(namespaces);
    everywhere.addAll(parent.namespaces());
    Map<ObjectKey, Member> members =
        cluster.inventory().members(parent.groupKinds(), everywhere, cluster.cluster().kinds());
    for (ObjectKey member : members.keySet()) {
      ledger.applied.put(member, stored.getOrDefault(member, UNKNOWN));
    }
    ledger.keepUnserved(cluster, stored);
    if (ledger.state.intent().isPresent()) {
      ledger.applied.replaceAll((_, _) -> UNKNOWN);
    }
    return ledger;
  }

  /** Members of a kind that is not served just now cannot be listed, but are still ours. */
  private void keepUnserved(EnvironmentCluster cluster, Map<ObjectKey, String> stored)
      throws ClusterException {
    for (Map.Entry<ObjectKey, String> entry : stored.entrySet()) {
      if (cluster.cluster().kinds().find(entry.getKey()).isEmpty()) {
        applied.putIfAbsent(entry.getKey(), entry.getValue());
      }
    }
  }

  Parent parent() {
    return parent;
  }

  Optional<Deployed> deployed() {
    return state.deployed();
  }

  /** A sync was begun and is not known to have ended. */
  boolean hasOpenIntent() {
    return state.intent().isPresent();
  }

  /** The sync that was begun and is not known to have ended. */
  Optional<Intent> intent() {
    return state.intent();
  }

  History history() {
    return history;
  }

  KnownState known() {
    return new KnownState(applied, key::seal);
  }

  boolean isApplied(Manifest manifest) {
    return key.seal(manifest.digest()).equals(applied.get(manifest.key()));
  }

  /** The objects of the inventory. */
  Set<ObjectKey> members() {
    return Set.copyOf(applied.keySet());
  }

  int size() {
    return applied.size();
  }

  SortedSet<String> groupKinds() {
    SortedSet<String> kinds = new TreeSet<>();
    applied.keySet().forEach(k -> kinds.add(k.groupKind()));
    return kinds;
  }

  void applied(Manifest manifest) {
    remember(manifest.key(), key.seal(manifest.digest()));
  }

  /** It may have been applied or not: it is ours, and must be applied again. */
  void uncertain(ObjectKey object) {
    remember(object, UNKNOWN);
  }

  void gone(ObjectKey object) {
    applied.remove(object);
    delta.put(object, GONE);
  }

  /** In a delta: no longer in the inventory. */
  private static final String GONE = "-";

  private void remember(ObjectKey object, String sealed) {
    applied.put(object, sealed);
    delta.put(object, sealed);
  }

  private static void put(Map<ObjectKey, String> digests, ObjectKey object, String digest) {
    if (digest.equals(GONE)) {
      digests.remove(object);
    } else {
      digests.put(object, digest);
    }
  }

  /**
   * Writes down that a sync begins, and that the set may soon contain more kinds: before its first
   * write.
   */
  void begin(Intent intent, Collection<Manifest> desired, Map<String, String> annotations)
      throws ClusterException {
    SortedSet<String> kinds = groupKinds();
    kinds.addAll(parent.groupKinds());
    SortedSet<String> namespaces = new TreeSet<>(parent.namespaces());
    for (Manifest manifest : desired) {
      kinds.add(manifest.key().groupKind());
      addOther(namespaces, manifest.key());
    }
    if (!parent.exists()) {
      key = key.storedIn(cluster.http(), set);
    }
    Stored begun = new Stored(state.deployed(), Optional.of(intent));
    parent =
        parents.write(
            parent
                .withMembers(kinds, namespaces)
                .withAnnotations(annotations)
                .withData(STATE, JSON.writeValueAsString(begun)));
    state = begun;
  }

  /**
   * Writes down how a sync ended.
   *
   * @param nowDeployed what the cluster stands at; empty: as before
   * @param closesIntent false while some objects are new and some old
   */
  void conclude(
      HistoryEntry entry,
      Optional<Deployed> nowDeployed,
      boolean closesIntent,
      Map<String, String> annotations)
      throws ClusterException {
    foldIfLarge();
    SortedSet<String> namespaces = new TreeSet<>();
    applied.keySet().forEach(k -> addOther(namespaces, k));
    Stored ended =
        new Stored(
            nowDeployed.or(state::deployed), closesIntent ? Optional.empty() : state.intent());
    History longer = history.with(entry);
    parent =
        parents.write(
            parent
                .withMembers(groupKinds(), namespaces)
                .withAnnotations(annotations)
                .withData(STATE, JSON.writeValueAsString(ended))
                .withData(HISTORY, longer.toJson())
                .withData(DELTA, DigestStore.format(delta)));
    state = ended;
    history = longer;
  }

  /** Stores the digests as a whole where too many changed for the parent to hold them. */
  private void foldIfLarge() throws ClusterException {
    if (DigestStore.format(delta).length() > LARGEST_DELTA) {
      fold();
    }
  }

  /** When {@link #fold} is due; empty if nothing waits for it. */
  Optional<Duration> untilFold() {
    if (delta.isEmpty()) {
      return Optional.empty();
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - foldedAt);
    Duration left = BETWEEN_FOLDS.minus(waited);
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  /** Whatever becomes of it, the next fold is due a while from now. */
  void postponeFold() {
    foldedAt = System.nanoTime();
  }

  /** Stores all digests; the delta in the parent repeats some of them until its next write. */
  void fold() throws ClusterException {
    postponeFold();
    digests.write(applied);
    delta.clear();
  }

  private void addOther(SortedSet<String> namespaces, ObjectKey key) {
    if (!key.namespace().isEmpty() && !key.namespace().equals(set.namespace())) {
      namespaces.add(key.namespace());
    }
  }

  /** What cannot be read as state is none: a person may have edited it. */
  static Stored readState(String json) {
    try {
      return Objects.requireNonNullElse(JSON.readValue(json, Stored.class), Stored.NOTHING);
    } catch (JacksonException _) {
      return Stored.NOTHING;
    }
  }
}
