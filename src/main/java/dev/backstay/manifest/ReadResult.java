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

  /**
   * At least one problem; none of the folder may be used. In the order of files and lines.
   *
   * @param readable the other documents, so that what is wrong with them can be told too
   */
  record Unreadable(List<Problem> problems, List<Manifest> readable) implements ReadResult {
    public Unreadable {
      readable = List.copyOf(readable);
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("unreadable without a problem");
      }
    }
  }
}
