package dev.backstay.sync;

import java.util.List;

/**
 * How the state that a sync brought stands in the cluster.
 *
 * @param leftovers objects of the inventory that are not as the folder says: not wanted any more,
 *     or not applied; by name, bounded
 * @param leftoverCount how many there are
 * @param replicaSets those of an earlier rollout whose pods run again
 */
public record Ending(List<String> leftovers, int leftoverCount, List<String> replicaSets) {
  public static final Ending NOTHING_LEFT = new Ending(List.of(), 0, List.of());

  public Ending {
    leftovers = List.copyOf(leftovers);
    replicaSets = List.copyOf(replicaSets);
  }
}
