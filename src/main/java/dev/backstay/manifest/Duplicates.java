package dev.backstay.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds objects that one environment declares twice: the later would undo the earlier at every
 * sync.
 */
public final class Duplicates {
  private Duplicates() {}

  /**
   * One problem for each manifest that repeats an earlier one.
   *
   * @param manifests with their namespaces resolved: one that names the environment's namespace and
   *     one that leaves it out can be the same object
   */
  public static List<Problem> in(List<Manifest> manifests) {
    Map<ObjectKey, Source> first = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Manifest manifest : manifests) {
      Source other = first.putIfAbsent(manifest.key(), manifest.source());
      if (other != null) {
        String namespace = manifest.key().namespace();
        problems.add(
            Problem.of(
                ProblemCode.DUPLICATE_OBJECT,
                manifest,
                "the same object"
                    + (namespace.isEmpty() ? "" : " (namespace " + namespace + ")")
                    + " is also in "
                    + other,
                "keep one of them"));
      }
    }
    return problems;
  }
}
