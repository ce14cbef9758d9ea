package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import java.util.List;

/** What a sync does about one object. */
public sealed interface Action {
  ObjectKey key();

  /** An action that sends a manifest. */
  sealed interface Change extends Action {
    Manifest manifest();

    ServedKind kind();

    @Override
    default ObjectKey key() {
      return manifest().key();
    }
  }

  /** The object is not in the inventory: it is created, or adopted if it exists. */
  record Create(Manifest manifest, ServedKind kind) implements Change {}

  /** The object is ours and its desired content changed. */
  record Configure(Manifest manifest, ServedKind kind) implements Change {}

  /** The object is ours and stands as desired: nothing is sent. */
  record Unchanged(Manifest manifest) implements Action {
    @Override
    public ObjectKey key() {
      return manifest.key();
    }
  }

  /**
   * The object is ours and left the folder.
   *
   * @param namesakes what the folder still says of the same kind and name in another API group: it
   *     may be the same object, and then stays
   */
  record Prune(ObjectKey key, ServedKind kind, List<Namesake> namesakes) implements Action {
    public Prune {
      namesakes = List.copyOf(namesakes);
    }
  }

  /** Another name by which an object may be known. */
  record Namesake(ObjectKey key, ServedKind kind) {}
}
