package dev.backstay.sync;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the inventory with the folder: a sync is complete when they are proven equal. */
record Leftovers(Ledger ledger, List<Manifest> desired) {
  private static final int MOST_NAMED = 20;

  /**
   * What the sync left, by name: objects that should be gone, and objects that are not as wanted.
   */
  Ending ending(Collection<String> replicaSets) {
    Set<ObjectKey> wanted = desired.stream().map(Manifest::key).collect(Collectors.toSet());
    Stream<ObjectKey> unwanted = ledger.members().stream().filter(key -> !wanted.contains(key));
    Stream<ObjectKey> otherwise =
        desired.stream().filter(m -> !ledger.isApplied(m)).map(Manifest::key);
    List<ObjectKey> left = Stream.concat(unwanted, otherwise).sorted().toList();
    return new Ending(
        left.stream().limit(MOST_NAMED).map(ObjectKey::toString).toList(),
        left.size(),
        List.copyOf(replicaSets));
  }
}
