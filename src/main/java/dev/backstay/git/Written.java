package dev.backstay.git;

/** How the writing of a commit ended. */
public sealed interface Written {

  /**
   * The commit is where it should be.
   *
   * @param branch that has it now
   * @param note what a person should know besides; empty for nothing
   */
  record Done(Revision commit, String branch, String note) implements Written {}

  /** Somebody else changed the folder meanwhile: nothing was written. */
  record FolderChanged(Revision newHead) implements Written {}

  /**
   * Nothing was written, and trying again would not help.
   *
   * @param why in the words of the git server where there are any, bounded
   */
  record Refused(String why) implements Written {}
}
