package dev.backstay.sync;

import dev.backstay.cluster.Applier;
import dev.backstay.cluster.ApplySet;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.DigestKey;
import dev.backstay.cluster.DigestStore;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Ownership;
import dev.backstay.cluster.Parent;
import dev.backstay.cluster.ParentStore;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.KnownState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

  /** Every object of the inventory. */
  private final Map<ObjectKey, Known> applied = new HashMap<>();

  /** Workloads of which it is not known what was applied, as they stood when all was taken up. */
  private final Map<ObjectKey, Member> doubtful = new HashMap<>();

  /** What changed in {@code applied} since it was last stored as a whole. */
  private final Map<ObjectKey, String> delta = new HashMap<>();

  /** Only in memory until the first sync has made a place to keep it. */
  private DigestKey key;

  private Parent parent;
  private Stored state;
  private History history;
  private DriftLog drift;
  private long foldedAt = System.nanoTime();

  /** What the parent keeps besides the history. */
  record Stored(Optional<Deployed> deployed, Optional<Intent> intent) {
    static final Stored NOTHING = new Stored(Optional.empty(), Optional.empty());
  }

  private Ledger(EnvironmentCluster cluster, long term, Parent parent, DigestKey key) {
    this.term = term;
    this.parents = cluster.parents();
    this.digests = cluster.digests();
    this.set = cluster.set();
    this.cluster = cluster;
    this.key = key;
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
      return new Ledger(cluster, term, parent, DigestKey.fresh());
    }
    DigestKey key = DigestKey.fresh().storedIn(cluster.http(), cluster.set());
    Ledger ledger = new Ledger(cluster, term, parent, key);
    Map<ObjectKey, String> stored = new HashMap<>(cluster.digests().read());
    Map<ObjectKey, String> delta = DigestStore.parse(parent.data().getOrDefault(DELTA, ""));
    delta.forEach((k, text) -> put(stored, k, text));
    ledger.delta.putAll(delta);
    // also what is not there now: somebody deleted it, or its kind is not served
    stored.forEach((k, text) -> ledger.applied.put(k, Known.parse(text)));
    // a label can be inherited or copied, what we applied can not
    members.stream()
        .filter(member -> member.isAppliedBy(Applier.FIELD_MANAGER))
        .forEach(member -> ledger.applied.putIfAbsent(member.key(), Known.NOTHING));
    if (ledger.hasOpenIntent()) {
      ledger.applied.replaceAll((_, _) -> Known.NOTHING);
    }
    ledger.keepFinished(stored, members);
    members.stream()
        .filter(m -> m.cause().isPresent() && ledger.known(m.key()).equals(Known.NOTHING))
        .forEach(m -> ledger.doubtful.put(m.key(), m));
    return ledger;
  }

  /** A Job that is gone was removed by its TTL: it has run, and must not run again by itself. */
  private void keepFinished(Map<ObjectKey, String> stored, Collection<Member> members) {
    Set<ObjectKey> live = members.stream().map(Member::key).collect(Collectors.toSet());
    stored.forEach(
        (key, text) -> {
          if (key.groupKind().equals("Job.batch") && !live.contains(key)) {
            applied.put(key, Known.parse(text));
          }
        });
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

  KnownState known() {
    Map<ObjectKey, String> seals = HashMap.newHashMap(applied.size());
    applied.forEach((k, known) -> seals.put(k, known.seal()));
    return new KnownState(seals, key::seal);
  }

  /** What is remembered of an object, {@link Known#NOTHING} if it is not ours. */
  Known known(ObjectKey object) {
    return applied.getOrDefault(object, Known.NOTHING);
  }

  boolean owns(ObjectKey object) {
    return applied.containsKey(object);
  }

  boolean isApplied(Manifest manifest) {
    return key.seal(manifest.digest()).equals(known(manifest.key()).seal());
  }

  /** A workload of which it is not known what was applied, as it stood when all was taken up. */
  Optional<Member> doubtful(ObjectKey object) {
    return Optional.ofNullable(doubtful.get(object));
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

  void applied(Manifest manifest, Ownership ownership) {
    doubtful.remove(manifest.key());
    remember(manifest.key(), new Known(key.seal(manifest.digest()), ownership.mark()));
  }

  /** It may have been applied or not: it is ours, and must be applied again. */
  void uncertain(ObjectKey object) {
    remember(object, Known.NOTHING);
  }

  void gone(ObjectKey object) {
    applied.remove(object);
    delta.put(object, GONE);
  }

  /** In a delta: no longer in the inventory. */
  private static final String GONE = "-";

  private void remember(ObjectKey object, Known known) {
    if (!known.equals(applied.put(object, known))) {
      delta.put(object, known.toString());
    }
  }

  private static void put(Map<ObjectKey, String> stored, ObjectKey object, String text) {
    if (text.equals(GONE)) {
      stored.remove(object);
    } else {
      stored.put(object, text);
    }
  }

  /**
   * Writes down that a sync begins, and that the set may soon contain more kinds: before its first
   * write.
   *
   * @return the entry of the sync that it takes over from, if that had not come to an end
   */
  Optional<HistoryEntry> begin(
      Intent intent, Collection<Manifest> desired, Map<String, String> annotations)
      throws ClusterException {
    SortedSet<String> kinds = groupKinds();
    kinds.addAll(parent.groupKinds());
    SortedSet<String> namespaces = new TreeSet<>(parent.namespaces());
    for (Manifest manifest : desired) {
      kinds.add(manifest.key().groupKind());
      addOther(namespaces, manifest.key());
    }
    storeKeyFirst();
    Stored begun = new Stored(state.deployed(), Optional.of(intent));
    Optional<HistoryEntry> left =
        state
            .intent()
            .filter(before -> !before.inputId().equals(intent.inputId()))
            .map(before -> before.left(history.nextNumber(), intent.at()));
    History longer = left.map(history::with).orElse(history);
    parent =
        parents.write(
            withHistory(parent, longer)
                .withMembers(kinds, namespaces)
                .withAnnotations(annotations)
                .withData(STATE, toJson(begun)));
    state = begun;
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
      key = key.storedIn(cluster.http(), set);
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
    applied.keySet().forEach(k -> addOther(namespaces, k));
    Stored ended =
        new Stored(
            nowDeployed.or(state::deployed), closesIntent ? Optional.empty() : state.intent());
    History longer = history.with(entry);
    parent =
        parents.write(
            withHistory(parent, longer)
                .withMembers(groupKinds(), namespaces)
                .withAnnotations(annotations)
                .withData(STATE, toJson(ended))
                .withData(DELTA, DigestStore.format(delta)));
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
                .withData(DELTA, DigestStore.format(delta)));
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
    Map<ObjectKey, String> texts = HashMap.newHashMap(applied.size());
    applied.forEach((k, known) -> texts.put(k, known.toString()));
    digests.write(texts);
    delta.clear();
  }

  /** Writes everything anew: our records are gone, and what is in memory is all that is known. */
  void restore() throws ClusterException {
    key = key.storedIn(cluster.http(), set);
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
