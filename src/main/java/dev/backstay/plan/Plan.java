package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What takes live to desired.
 *
 * @param changes what is applied, in apply order
 * @param unchanged what is not touched
 * @param prunes what is deleted, in reverse apply order
 * @param held what left the folder and is not deleted, with the reason
 */
public record Plan(
    List<Action.Change> changes,
    List<Action.Unchanged> unchanged,
    List<Action.Prune> prunes,
    List<HeldPrune> held)
    implements Planned {

  /** An object that left the folder and stays for now. */
  public record HeldPrune(ObjectKey key, Problem reason) {}

  public Plan {
    changes = List.copyOf(changes);
    unchanged = List.copyOf(unchanged);
    prunes = List.copyOf(prunes);
    held = List.copyOf(held);
  }

  /** The changes cut into waves; a wave starts when the one before it is applied. */
  public List<List<Action.Change>> waves() {
    TreeMap<Integer, List<Action.Change>> waves = new TreeMap<>();
    for (Action.Change change : changes) {
      waves.computeIfAbsent(ApplyOrder.wave(change.key()), _ -> new ArrayList<>()).add(change);
    }
    return List.copyOf(waves.values());
  }

  /** Every manifest of the folder, changed or not. */
  public List<Manifest> desired() {
    List<Manifest> all = new ArrayList<>();
    changes.forEach(c -> all.add(c.manifest()));
    unchanged.forEach(u -> all.add(u.manifest()));
    return all;
  }

  /** Nothing to send. */
  public boolean isEmpty() {
    return changes.isEmpty() && prunes.isEmpty();
  }
}
