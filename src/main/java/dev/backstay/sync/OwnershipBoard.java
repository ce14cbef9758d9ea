package dev.backstay.sync;

import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.cluster.ObjectWatch;
import dev.backstay.cluster.Ownership;
import dev.backstay.manifest.ObjectKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * Who owns the fields of the objects that carry our label, as the watches and our own writes tell:
 * by metadata alone. What a watch tells of a time before our own last write is left aside.
 */
final class OwnershipBoard implements ObjectWatch.Listener {
  private final Map<ObjectKey, Seen> objects = new ConcurrentHashMap<>();
  private final Map<String, Long> written = new ConcurrentHashMap<>();
  private final Set<ObjectKey> suspects = ConcurrentHashMap.newKeySet();
  private final AtomicLong staleSkips = new AtomicLong();
  private final HandManagers hands;
  private final Runnable onSuspect;

  /**
   * An object as it was seen last.
   *
   * @param version at which it was seen so
   * @param exists false once it is gone, or has lost our label
   */
  record Seen(String uid, long version, boolean exists, Ownership ownership) {
    /** For what was never seen. */
    static final Seen NOTHING = new Seen("", 0, false, Ownership.NONE);

    /** Older than all that is seen, and like nothing of it. */
    private static final Seen NEVER = new Seen("never seen", -1, false, Ownership.NONE);

    private boolean isSameAs(Seen other) {
      return uid.equals(other.uid) && exists == other.exists && ownership.equals(other.ownership);
    }
  }

  OwnershipBoard(HandManagers hands, Runnable onSuspect) {
    this.hands = hands;
    this.onSuspect = onSuspect;
  }

  @Override
  public void onObject(ObjectKey key, JsonNode object) {
    Member member = Member.of(key, object);
    saw(key, seen(member));
  }

  @Override
  public void onGone(ObjectKey key, long version) {
    saw(key, new Seen("", version, false, Ownership.NONE));
  }

  private Seen seen(Member member) {
    return new Seen(member.uid(), member.version(), true, member.ownership(hands));
  }

  private void saw(ObjectKey key, Seen now) {
    AtomicReference<Seen> before = new AtomicReference<>(Seen.NEVER);
    objects.compute(
        key,
        (_, seen) -> {
          before.set(seen == null ? Seen.NEVER : seen);
          return seen == null || now.version() > seen.version() ? now : seen;
        });
    if (now.version() < before.get().version()) {
      staleSkips.incrementAndGet();
    } else if (now.version() > before.get().version() && !before.get().isSameAs(now)) {
      suspect(key);
    }
  }

  /** Everything that was seen is forgotten: all is about to be listed anew. */
  void clear() {
    objects.clear();
    written.clear();
    suspects.clear();
  }

  /** It is to be looked at, for what is known from elsewhere. */
  void suspect(ObjectKey key) {
    suspects.add(key);
    onSuspect.run();
  }

  /** Our own write was answered: older news are none from now on. */
  void wrote(Member member) {
    Seen now = seen(member);
    objects.merge(
        member.key(), now, (before, after) -> before.version() > after.version() ? before : after);
    written.merge(place(member.key()), now.version(), Math::max);
  }

  /** The version of our last write to a kind in a namespace; 0 if there was none. */
  long lastWrite(String groupKind, String namespace) {
    return written.getOrDefault(groupKind + "/" + namespace, 0L);
  }

  private static String place(ObjectKey key) {
    return key.groupKind() + "/" + key.namespace();
  }

  Optional<Seen> seen(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /** What changed since the last call. */
  Set<ObjectKey> takeSuspects() {
    Set<ObjectKey> taken = new HashSet<>(suspects);
    suspects.removeAll(taken);
    return taken;
  }

  /** It is not ours any more. */
  void forget(ObjectKey key) {
    objects.computeIfPresent(key, (_, seen) -> seen.exists() ? seen : null);
  }

  /** How often a watch told something older than our own last write. */
  long staleSkips() {
    return staleSkips.get();
  }

  void skippedStale() {
    staleSkips.incrementAndGet();
  }
}
