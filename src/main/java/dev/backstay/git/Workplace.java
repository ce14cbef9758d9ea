package dev.backstay.git;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** Where a commit is made, and the way from there to its branch. */
sealed interface Workplace extends AutoCloseable permits RemoteCopy, PushingClone, QuietClone {

  /** What the git server, or git, said to a commit. */
  sealed interface Answer {
    /**
     * The branch has it.
     *
     * @param note what a person should know besides; empty for nothing
     */
    record Accepted(String branch, String note) implements Answer {}

    /** Somebody else was faster. */
    record Moved() implements Answer {}

    record Refused(String why) implements Answer {}
  }

  /** Its objects. */
  Repository repository();

  /** Looks where the branch is now, and makes sure that its commits are here. */
  Revision refresh() throws GitException;

  /** Makes the commit; no branch has it yet. */
  Revision commit(ObjectId tree, Revision parent, String message, Identity author)
      throws IOException;

  /** Gives the commit to the branch, if it still is at the parent, or to a new branch. */
  Answer offer(Revision parent, Revision commit, Optional<String> newBranch) throws GitException;

  /** Why nothing may be written to the branch now; empty if nothing stands in the way. */
  String obstacle(String path) throws GitException;

  @Override
  void close();
}
