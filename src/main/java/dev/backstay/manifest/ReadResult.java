package dev.backstay.manifest;

import java.util.List;

/** What reading a folder gave: all of its manifests, or all that is wrong with it. */
public sealed interface ReadResult {

  /** Every document of the folder, in the order of files and lines. */
  record Manifests(List<Manifest> manifests) implements ReadResult {
    public Manifests {
      manifests = List.copyOf(manifests);
    }
  }

  /** At least one problem; none of the folder may be used. In the order of files and lines. */
  record Unreadable(List<Problem> problems) implements ReadResult {
    public Unreadable {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("unreadable without a problem");
      }
    }
  }
}
