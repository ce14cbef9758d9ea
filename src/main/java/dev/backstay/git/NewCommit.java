package dev.backstay.git;

import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/**
 * A commit to be written: the head as it is, but for one folder.
 *
 * @param head the commit that this was decided at
 * @param path of the folder, from the root of the repository
 * @param restored the commit whose folder takes the place of the head's
 * @param newBranch where it goes to instead of the branch itself; it must not exist yet
 */
public record NewCommit(
    Revision head,
    String path,
    Revision restored,
    String message,
    Identity author,
    Optional<String> newBranch) {
  private static final int LONGEST_MESSAGE = 64 * 1024;

  public NewCommit {
    path = Trees.normal(path);
    if (message.isBlank() || message.length() > LONGEST_MESSAGE) {
      throw new IllegalArgumentException("the message of a commit is empty or too long");
    }
    newBranch.ifPresent(NewCommit::checkBranch);
  }

  /** Refuses what git does not take for the name of a branch. */
  public static void checkBranch(String name) {
    if (name.startsWith("-") || !Repository.isValidRefName("refs/heads/" + name)) {
      throw new IllegalArgumentException("git does not allow this name for a branch: " + name);
    }
  }
}
