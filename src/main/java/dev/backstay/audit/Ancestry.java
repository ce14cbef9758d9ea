package dev.backstay.audit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which commit comes from which. */
final class Ancestry {
  private final Map<String, Commit> commits = new HashMap<>();

  Ancestry(Collection<Commit> known) {
    known.forEach(commit -> commits.put(commit.id(), commit));
  }

  /** The commit with an id that may be cut; empty if there is none, or more than one. */
  Optional<Commit> find(String prefix) {
    Commit exact = commits.get(prefix);
    if (exact != null) {
      return Optional.of(exact);
    }
    var found = commits.values().stream().filter(c -> c.id().startsWith(prefix)).toList();
    return found.size() == 1 && !prefix.isEmpty()
        ? Optional.of(found.getFirst())
        : Optional.empty();
  }

  /** Whether one is the other or comes from it. */
  boolean descends(Commit one, Commit other) {
    return selfAndAncestors(one).contains(other);
  }

  /** Whether some commit comes from both: two branches that were merged. */
  boolean areMerged(Commit one, Commit other) {
    return commits.values().stream().anyMatch(c -> descends(c, one) && descends(c, other));
  }

  Set<Commit> selfAndAncestors(Commit commit) {
    Set<Commit> seen = new HashSet<>();
    Deque<Commit> left = new ArrayDeque<>();
    left.add(commit);
    while (!left.isEmpty()) {
      Commit next = left.removeFirst();
      if (seen.add(next)) {
        next.parents().forEach(id -> Optional.ofNullable(commits.get(id)).ifPresent(left::add));
      }
    }
    return seen;
  }
}
