package dev.backstay.git;

import dev.backstay.manifest.Problem;
import dev.backstay.manifest.SourceFile;
import java.util.List;

/** A folder of the config repo at one revision. */
public sealed interface Folder {

  /**
   * The folder is there.
   *
   * @param treeId git's id of all that is in it: equal ids, equal content
   * @param files the manifest files in it and below, in the order of their paths
   * @param problems entries that cannot be read as a manifest; with any of them, the list of files
   *     is not the whole folder
   */
  record Found(String treeId, List<SourceFile> files, List<Problem> problems) implements Folder {
    public Found {
      files = List.copyOf(files);
      problems = List.copyOf(problems);
    }
  }

  /**
   * There is no folder at the path.
   *
   * @param why in words, for a person
   */
  record Missing(String why) implements Folder {}
}
