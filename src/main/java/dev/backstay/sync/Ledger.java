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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the agent knows of an environment, and its copy in the cluster. A sync costs two writes of
 * the parent: {@link #begin} and {@link #conclude}; everything else is remembered until then. Used
 * by the environment's own thread only.
 */
final class Ledger {
  static final String STATE = "state";
  static final String HISTORY = "history";
  static final String OLDER = "history-older";
  private static final String DELTA = "digests-delta";
  static final String DRIFT = "drift";
  private static final int LARGEST_DELTA = 64 * 1024;
  private static final Duration BETWEEN_FOLDS = Duration.ofMinutes(1);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();

  private final ParentStore parents;
  private final DigestStore digests;
  private final ApplySet set;
  private final EnvironmentCluster cluster;

  /** The term of the agent's Lease in which the parent was read. */
  private final long term;

  private final Inventory inventory;

  private Parent parent;
  private Stored state;
  private History history;
  private DriftLog drift;
  private long foldedAt = System.nanoTime();

  /** What the parent keeps besides the history. */
  record Stored(Optional<Deployed> deployed, Optional<Intent> intent) {
    static final Stored NOTHING = new Stored(Optional.empty(), Optional.empty());
  }

  private Ledger(EnvironmentCluster cluster, long term, Parent parent, Inventory inventory) {
    this.term = term;
    this.parents = cluster.parents();
    this.digests = cluster.digests();
    this.set = cluster.set();
    this.cluster = cluster;
    this.inventory = inventory;
    this.parent = parent;
    this.state = readState(parent.data().getOrDefault(STATE, "{}"));
    this.history =
        History.read(
            parent.data().getOrDefault(HISTORY, "[]"), parent.data().getOrDefault(OLDER, ""));
    this.drift = DriftLog.fromJson(parent.data().getOrDefault(DRIFT, "[]"));
  }

  /**
   * Takes up what an earlier agent left: its own records, and the objects that are there.
   *
   * @param term of the agent's Lease, from before the parent was read
   * @param members all that carry our label, by their metadata
   * @throws ClusterException if any part cannot be read: half of it would be wrong
   */
  static Ledger load(
      EnvironmentCluster cluster, long term, Parent parent, Collection<Member> members)
      throws ClusterException {
    if (!parent.exists()) {
      return new Ledger(cluster, term, parent, new Inventory(DigestKey.fresh()));
    }
    DigestKey key = DigestKey.fresh().storedIn(cluster.records(), cluster.set());
    Ledger ledger = new Ledger(cluster, term, parent, new Inventory(key));
    ledger.inventory.takeUp(
        cluster.digests().read(),
        DigestStore.parse(parent.data().getOrDefault(DELTA, "")),
        members,
        ledger.hasOpenIntent());
    return ledger;
  }

  /**
   * Whether it is surely still ours to write. If not, another agent may have taken over since the
   * parent was read: it must be read again.
   */
  boolean isHeld() {
    return cluster.cluster().lease().isLive(term);
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

  Inventory inventory() {
    return inventory;
  }

  /** When the commit was first seen whose sync is not at its end yet, if it is about this input. */
  Optional<Instant> unfinishedSince(String inputId) {
    return state
        .intent()
        .filter(intent -> intent.inputId().equals(inputId))
        .map(Intent::seen)
        .or(() -> history.unfinished(inputId).map(HistoryEntry::seen));
  }

  /** The size of all that is kept in the cluster. */
  long bytes() {
    return parent.bytes() + digests.bytes();
  }

  /**
   * Writes down that a sync begins, and that the set may soon contain more kinds: before its first
   * write.
   *
   * @return the entry of the sync that it takes over from, if that had not come to an end
   */
  Optional<HistoryEntry> begin(
      Intent begun, Collection<Manifest> desired, Map<String, String> annotations)
      throws ClusterException {
    SortedSet<String> kinds = inventory.groupKinds();
    kinds.addAll(parent.groupKinds());
    SortedSet<String> namespaces = new TreeSet<>(parent.namespaces());
    for (Manifest manifest : desired) {
      kinds.add(manifest.key().groupKind());
      addOther(namespaces, manifest.key());
    }
    storeKeyFirst();
    Intent intent = begun.goingOnFrom(state.intent());
    Stored newState = new Stored(state.deployed(), Optional.of(intent));
    Optional<HistoryEntry> left =
        state
            .intent()
            .filter(before -> !before.inputId().equals(intent.inputId()))
            .map(before -> before.left(history.nextNumber(), intent.at()));
    History longer = left.map(history::with).orElse(history);
    // most syncs take over from none, and the first apply waits for this write
    Parent base = left.isPresent() ? withHistory(parent, longer) : parent;
    parent =
        parents.write(
            base.withMembers(kinds, namespaces)
                .withAnnotations(annotations)
                .withData(STATE, toJson(newState)));
    state = newState;
    history = longer;
    return left;
  }

  /** Writes down something else that the parent keeps. */
  void write(UnaryOperator<Parent> change) throws ClusterException {
    storeKeyFirst();
    parent = parents.write(change.apply(parent));
  }

  /** Keeps in mind something else that the parent keeps: the next write tells it. */
  void remember(UnaryOperator<Parent> change) {
    parent = change.apply(parent);
  }

  /** A parent without it would make a later start seal by another one. */
  private void storeKeyFirst() throws ClusterException {
    if (!parent.exists()) {
      inventory.sealBy(inventory.key().storedIn(cluster.records(), set));
    }
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
    inventory.members().forEach(k -> addOther(namespaces, k));
    Stored ended =
        new Stored(
            nowDeployed.or(state::deployed), closesIntent ? Optional.empty() : state.intent());
    History longer = history.with(entry);
    parent =
        parents.write(
            withHistory(parent, longer)
                .withMembers(inventory.groupKinds(), namespaces)
                .withAnnotations(annotations)
                .withData(STATE, toJson(ended))
                .withData(DELTA, DigestStore.format(inventory.delta())));
    state = ended;
    history = longer;
  }

  private static Parent withHistory(Parent parent, History history) {
    return parent.withData(HISTORY, history.toJson()).withData(OLDER, history.olderText());
  }

  /** Writes down what was found changed outside of git, and corrected. */
  void record(DriftLog newDrift, HistoryEntry corrections) throws ClusterException {
    drift = newDrift;
    foldIfLarge();
    History longer = history.with(corrections);
    parent =
        parents.write(
            withHistory(parent, longer)
                .withData(DRIFT, drift.toJson())
                .withData(DELTA, DigestStore.format(inventory.delta())));
    history = longer;
  }

  /** Keeps in mind what was found changed outside of git, and only told. */
  void remember(DriftLog newDrift) {
    drift = newDrift;
  }

  DriftLog drift() {
    return drift;
  }

  /** Stores the digests as a whole where too many changed for the parent to hold them. */
  private void foldIfLarge() throws ClusterException {
    if (DigestStore.format(inventory.delta()).length() > LARGEST_DELTA) {
      fold();
    }
  }

  /** When {@link #fold} is due; empty if nothing waits for it. */
  Optional<Duration> untilFold() {
    if (inventory.delta().isEmpty()) {
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
    digests.write(inventory.texts());
    inventory.isStored();
  }

  /** Writes everything anew: our records are gone, and what is in memory is all that is known. */
  void restore() throws ClusterException {
    inventory.sealBy(inventory.key().storedIn(cluster.records(), set));
    parent = parents.write(parent.unwritten());
    fold();
  }

  private void addOther(SortedSet<String> namespaces, ObjectKey key) {
    if (!key.namespace().isEmpty() && !key.namespace().equals(set.namespace())) {
      namespaces.add(key.namespace());
    }
  }

  static String toJson(Stored state) {
    return JSON.writeValueAsString(state);
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
