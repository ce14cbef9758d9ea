package dev.backstay.cluster;

import dev.backstay.manifest.Manifest;
import java.util.List;

/** What became of one object that was to be applied. */
public sealed interface Applied {
  Manifest manifest();

  /** What kubectl would say of it. */
  enum Word {
    CREATED,
    CONFIGURED,
    UNCHANGED;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** It is live as desired. */
  record Done(Manifest manifest, Word word, Member member) implements Applied {}

  /**
   * It was accepted, but the object is being deleted and will vanish: to be applied again then.
   *
   * @param finalizers what the deletion waits for
   */
  record Terminating(Manifest manifest, List<String> finalizers) implements Applied {}

  record Failed(Manifest manifest, ApiFailure failure) implements Applied {}

  /** It was not sent, because something newer took over. */
  record Skipped(Manifest manifest) implements Applied {}
}
