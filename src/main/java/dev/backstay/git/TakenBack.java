package dev.backstay.git;

import java.util.List;

/**
 * What is taken back by putting a folder back.
 *
 * @param commits newest first, in the first-parent line of the head
 * @param isExact right before the oldest of them the folder was exactly what it is put back to
 * @param hasMore there are more commits than are listed
 */
public record TakenBack(List<FolderCommit> commits, boolean isExact, boolean hasMore) {
  public TakenBack {
    commits = List.copyOf(commits);
  }
}
