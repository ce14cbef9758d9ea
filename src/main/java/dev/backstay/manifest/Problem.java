package dev.backstay.manifest;

import java.util.Optional;

/**
 * Something that stands in the way of a sync, told so that its reader can mend it.
 *
 * @param source where in the config repo, if it is there
 * @param object which object, if it is about one
 * @param message what is wrong; the API server's own words where it spoke
 * @param hint what is expected or what to do; may be empty
 * @param fix YAML that ends it when somebody who may applies it; may be empty
 */
public record Problem(
    ProblemCode code,
    Optional<Source> source,
    Optional<ObjectKey> object,
    String message,
    String hint,
    String fix) {

  public Problem(
      ProblemCode code,
      Optional<Source> source,
      Optional<ObjectKey> object,
      String message,
      String hint) {
    this(code, source, object, message, hint, "");
  }

  public static Problem at(ProblemCode code, Source source, String message, String hint) {
    return new Problem(code, Optional.of(source), Optional.empty(), message, hint);
  }

  public static Problem of(ProblemCode code, Manifest manifest, String message, String hint) {
    return new Problem(
        code, Optional.of(manifest.source()), Optional.of(manifest.key()), message, hint);
  }

  public static Problem of(ProblemCode code, ObjectKey object, String message, String hint) {
    return new Problem(code, Optional.empty(), Optional.of(object), message, hint);
  }

  public static Problem general(ProblemCode code, String message, String hint) {
    return new Problem(code, Optional.empty(), Optional.empty(), message, hint);
  }

  public Problem withFix(String yaml) {
    return new Problem(code, source, object, message, hint, yaml);
  }

  /** One line: {@code BKS-204 production/outsrc.yml:71 deployment.apps/cache: message (hint)}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(code.id());
    source.ifPresent(s -> line.append(' ').append(s));
    object.ifPresent(o -> line.append(' ').append(o));
    line.append(source.isPresent() || object.isPresent() ? ": " : " ").append(message);
    return hint.isEmpty() ? line.toString() : line.append(" (").append(hint).append(')').toString();
  }
}
