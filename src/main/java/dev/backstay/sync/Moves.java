package dev.backstay.sync;

import dev.backstay.cluster.Adoption;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Member;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.Planner;
import dev.backstay.plan.ServedKind;
import dev.backstay.plan.ServedKinds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Objects that a commit moves from the folder of one environment to that of another: the new one
 * takes the label over, the old one keeps the object in its inventory until then, and never deletes
 * it, whichever of the two is synced first.
 */
final class Moves {
  private final Neighbours neighbours;
  private final EnvironmentConfig own;
  private final EnvironmentCluster cluster;
  private final Mailbox mailbox;

  Moves(Neighbours neighbours, EnvironmentConfig own, EnvironmentCluster cluster, Mailbox mailbox) {
    this.neighbours = neighbours;
    this.own = own;
    this.cluster = cluster;
    this.mailbox = mailbox;
  }

  /**
   * What left this folder for that of another environment at the same head, and is still ours: it
   * is neither pruned nor forgotten. What the other one has taken is struck off the inventory.
   *
   * @return why each is still here
   */
  Map<ObjectKey, Problem> leaving(List<Manifest> desired, Ledger ledger, String head, RunLog log)
      throws ClusterException {
    neighbours.waitsNoMore(own);
    Map<ObjectKey, Problem> leaving = new TreeMap<>();
    Set<ObjectKey> departed = departed(desired, ledger);
    for (EnvironmentConfig other : departed.isEmpty() ? List.<EnvironmentConfig>of() : others()) {
      Set<ObjectKey> claimed = claimed(other, departed, head);
      if (!claimed.isEmpty()) {
        // before the look: who takes one of them right after it wakes us
        neighbours.waits(own, mailbox::ask);
      }
      for (ObjectKey key : claimed) {
        Optional<Member> live = look(key);
        if (live.isPresent() && !isTakenFrom(live.get())) {
          leaving.put(key, staysUntilTaken(key, other));
        } else if (live.isPresent()) {
          ledger.inventory().gone(key);
          log.info("let go of {}: it belongs to environment {} now", key, other.name());
        }
      }
    }
    if (leaving.isEmpty()) {
      neighbours.waitsNoMore(own);
    }
    return leaving;
  }

  private List<EnvironmentConfig> others() {
    return neighbours.besides(own);
  }

  private Set<ObjectKey> departed(List<Manifest> desired, Ledger ledger) throws ClusterException {
    Set<ObjectKey> departed = new HashSet<>(ledger.inventory().members());
    Planner.placed(desired, neighbours.confinement(own), kinds()).stream()
        .map(Action.Change::key)
        .forEach(departed::remove);
    return departed;
  }

  private Set<ObjectKey> claimed(EnvironmentConfig other, Set<ObjectKey> departed, String head)
      throws ClusterException {
    Set<ObjectKey> claimed = new HashSet<>(departed);
    claimed.removeIf(
        key -> !key.namespace().isEmpty() && !other.allNamespaces().contains(key.namespace()));
    if (claimed.isEmpty()) {
      return claimed;
    }
    switch (neighbours.claims(other, head, kinds())) {
      case Neighbours.Claims.Known(Set<ObjectKey> keys) -> claimed.retainAll(keys);
      case Neighbours.Claims.None() -> claimed.clear();
      case Neighbours.Claims.Unclear() -> {}
    }
    return claimed;
  }

  private Optional<Member> look(ObjectKey key) throws ClusterException {
    Optional<ServedKind> kind = kinds().find(key);
    return kind.isEmpty() ? Optional.empty() : cluster.live().look(kind.get(), key);
  }

  private ServedKinds kinds() throws ClusterException {
    return cluster.cluster().kinds();
  }

  private boolean isTakenFrom(Member live) {
    return !live.partOf().isEmpty() && !live.partOf().equals(cluster.set().id());
  }

  private static Problem staysUntilTaken(ObjectKey key, EnvironmentConfig other) {
    return Problem.of(
        ProblemCode.OWNED_BY_OTHER,
        key,
        "it left the folder and may be in that of environment " + other.name(),
        "it is kept until that environment has taken it over");
  }

  /**
   * The objections that stand: an object of another environment is taken over if that one's folder
   * no longer holds it at the same head.
   */
  List<Problem> standing(Adoption.Found found, String head) throws ClusterException {
    List<Problem> standing = new ArrayList<>();
    for (Problem objection : found.objections()) {
      Optional<Member> live = objection.object().map(found.existing()::get);
      if (live.isEmpty() || !mayTake(live.get(), head)) {
        standing.add(objection);
      }
    }
    if (!standing.isEmpty()) {
      neighbours.waits(own, mailbox::ask);
    }
    return standing;
  }

  /** Whether somebody else's label is on it, who has not let it go. */
  boolean isElsewhere(Member live, String head) {
    try {
      return isTakenFrom(live) && !mayTake(live, head);
    } catch (ClusterException _) {
      // whose it is cannot be said: then it is left alone
      return true;
    }
  }

  private boolean mayTake(Member live, String head) throws ClusterException {
    for (EnvironmentConfig other : others()) {
      if (live.partOf().equals(Neighbours.set(other).id())) {
        return neighbours.claims(other, head, kinds())
                instanceof Neighbours.Claims.Known(Set<ObjectKey> keys)
            && !keys.contains(live.key());
      }
    }
    return false;
  }

  /** What others may have waited for has happened. */
  void carriedOut() {
    neighbours.wake(own);
  }
}
