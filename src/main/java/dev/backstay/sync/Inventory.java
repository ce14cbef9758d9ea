package dev.backstay.sync;

import dev.backstay.cluster.Applier;
import dev.backstay.cluster.DigestKey;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.Ownership;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.plan.KnownState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The objects that an environment owns in the cluster, with what was applied of each. Used by the
 * environment's own thread only.
 */
final class Inventory {
  /** In a delta: no longer in the inventory. */
  private static final String GONE = "-";

  private final Map<ObjectKey, Known> applied = new HashMap<>();

  /** Workloads of which it is not known what was applied, as they stood when all was taken up. */
  private final Map<ObjectKey, Member> doubtful = new HashMap<>();

  /** What changed in {@code applied} since it was last stored as a whole. */
  private final Map<ObjectKey, String> delta = new HashMap<>();

  private DigestKey key;

  /**
   * Begins empty.
   *
   * @param key only in memory until the first sync has made a place to keep it
   */
  Inventory(DigestKey key) {
    this.key = key;
  }

  /**
   * Takes up what an earlier agent left.
   *
   * @param whole as it was last stored
   * @param since what changed since then
   * @param live all that carry our label, by their metadata
   * @param isUncertain a sync died half-way: nothing is known of what it reached
   */
  void takeUp(
      Map<ObjectKey, String> whole,
      Map<ObjectKey, String> since,
      Collection<Member> live,
      boolean isUncertain) {
    Map<ObjectKey, String> stored = new HashMap<>(whole);
    since.forEach((k, text) -> put(stored, k, text));
    delta.putAll(since);
    // also what is not there now: somebody deleted it, or its kind is not served
    stored.forEach((k, text) -> applied.put(k, Known.parse(text)));
    // a label can be inherited or copied, what we applied can not
    live.stream()
        .filter(member -> member.isAppliedBy(Applier.FIELD_MANAGER))
        .forEach(member -> applied.putIfAbsent(member.key(), Known.NOTHING));
    if (isUncertain) {
      applied.replaceAll((_, _) -> Known.NOTHING);
    }
    keepFinished(stored, live);
    live.stream()
        .filter(m -> m.cause().isPresent() && known(m.key()).equals(Known.NOTHING))
        .forEach(m -> doubtful.put(m.key(), m));
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

  DigestKey key() {
    return key;
  }

  void sealBy(DigestKey newKey) {
    key = newKey;
  }

  /** What changed since it was last stored as a whole, as text. */
  Map<ObjectKey, String> delta() {
    return Collections.unmodifiableMap(delta);
  }

  /** All of it, as text. */
  Map<ObjectKey, String> texts() {
    Map<ObjectKey, String> texts = HashMap.newHashMap(applied.size());
    applied.forEach((k, known) -> texts.put(k, known.toString()));
    return texts;
  }

  /** It was stored as a whole. */
  void isStored() {
    delta.clear();
  }
}
