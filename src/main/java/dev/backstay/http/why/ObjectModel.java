package dev.backstay.http.why;

import dev.backstay.sync.Drift;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.Why;
import java.util.List;
import java.util.Optional;

/**
 * One object, for who looks at it.
 *
 * @param why empty if they are not shown it
 * @param manifest of the object; empty if they are not shown it, or it cannot be told where it is
 */
public record ObjectModel(
    EnvironmentStatus environment,
    ObjectStatus object,
    Optional<Why> why,
    List<Excerpts.Line> manifest) {
  public ObjectModel {
    manifest = List.copyOf(manifest);
  }

  /** What was changed of it outside of git. */
  public List<Drift> drift() {
    return environment.drift().stream()
        .filter(
            drift ->
                drift.object().equals(object.key().toString())
                    && drift.namespace().equals(object.key().namespace()))
        .toList();
  }
}
