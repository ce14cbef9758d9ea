package dev.backstay.config;

import java.util.List;

/**
 * What happens to live objects that were changed outside of git.
 *
 * @param handManagers field managers of tools that people use by hand, a {@code *} at the end
 *     stands for any rest: what they add to an object is drift, what controllers add is not
 */
public record DriftConfig(DriftPolicy policy, List<String> handManagers) {
  public static final DriftConfig DEFAULT =
      new DriftConfig(
          DriftPolicy.CORRECT,
          List.of(
              "kubectl*", "before-first-apply", "ancient-changes", "k9s", "OpenLens", "Mozilla"));

  public DriftConfig {
    handManagers = List.copyOf(handManagers);
  }
}
