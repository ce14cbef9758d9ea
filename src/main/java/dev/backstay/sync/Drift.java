package dev.backstay.sync;

import dev.backstay.cluster.Difference;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of a live object that did not come from git.
 *
 * @param object as {@link ObjectKey} prints it
 * @param what {@code changed}, {@code added} or {@code deleted}
 * @param fields as people write them; may be empty
 * @param by the field managers that wrote, joined by commas; empty where nobody signed
 * @param at when it was written, or found if nobody knows
 * @param corrected whether it was taken back
 */
public record Drift(
    String object,
    String namespace,
    String what,
    List<String> fields,
    String by,
    Instant at,
    boolean corrected) {
  public Drift {
    fields = List.copyOf(fields);
  }

  static Drift of(ObjectKey object, Difference difference, Instant found, boolean corrected) {
    return new Drift(
        object.toString(),
        object.namespace(),
        difference.what().name().toLowerCase(Locale.ROOT),
        difference.fields(),
        String.join(", ", difference.by()),
        difference.at().orElse(found),
        corrected);
  }

  /** Whether it tells the same, perhaps found at another time. */
  boolean isLike(@Nullable Drift other) {
    return other != null
        && what.equals(other.what)
        && fields.equals(other.fields)
        && by.equals(other.by);
  }

  /**
   * What it means that it was left so.
   *
   * @param suspended it is only for now
   */
  Problem reported(ObjectKey key, boolean suspended) {
    String message =
        (fields.isEmpty() ? "it was " : String.join(", ", fields) + " was ")
            + what
            + " outside of git"
            + (by.isEmpty() ? "" : " by " + by);
    return Problem.of(
        ProblemCode.DRIFTED,
        key,
        message,
        suspended
            ? "it is corrected when the environment is resumed"
            : "drift is only reported in this environment");
  }

  /** What it means that it comes back whenever it is corrected. */
  Problem foughtOver(ObjectKey key) {
    return Problem.of(
        ProblemCode.FIGHT,
        key,
        (fields.isEmpty() ? "it" : String.join(", ", fields))
            + " is written again and again by "
            + (by.isEmpty() ? "somebody" : by)
            + " and by backstay",
        "leave the field out of the manifest, or stop the other side");
  }

  /** {@code deployment.apps/web .spec.replicas changed by kubectl (scale)}. */
  String sentence() {
    StringBuilder words = new StringBuilder(object);
    if (!fields.isEmpty()) {
      words.append(' ').append(String.join(", ", fields));
    }
    words.append(' ').append(what);
    return by.isEmpty() ? words.toString() : words.append(" by ").append(by).toString();
  }
}
