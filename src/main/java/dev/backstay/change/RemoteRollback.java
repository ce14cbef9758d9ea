package dev.backstay.change;

import dev.backstay.git.CommitWriter;
import dev.backstay.git.GitException;
import dev.backstay.git.Identity;
import dev.backstay.git.NewCommit;
import dev.backstay.git.Remote;
import dev.backstay.git.Revision;
import dev.backstay.git.Written;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rolls back straight at the git server, with the agent's own access to it. One at a time: each
 * works in a copy of the repository.
 */
public final class RemoteRollback {
  private final Remote remote;
  private final boolean mustSign;
  private final Clock clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /**
   * Knows where, and nothing of it yet.
   *
   * @param mustSign whether only signed commits are followed: the agent signs none
   */
  public RemoteRollback(Remote remote, boolean mustSign, Clock clock) {
    this.remote = remote;
    this.mustSign = mustSign;
    this.clock = clock;
  }

  /** Why no commit can be written from here; empty if it can. */
  public String obstacle() {
    return mustSign
        ? "only signed commits are followed (repository.verify), and the agent signs none: use "
            + "backstay rollback in a clone of yours, or git revert"
        : "";
  }

  /**
   * What it would do now.
   *
   * @throws GitException if the git server does not answer as it should
   * @throws BusyException if another one is under way
   */
  public RollbackPlan plan(RollbackRequest request) throws GitException, BusyException {
    return inTurn(writer -> Rollback.plan(writer, request));
  }

  /**
   * Writes the commit that was planned.
   *
   * @param path of the environment's folder
   * @param plannedAt the head that somebody saw the plan of: what changed the folder since is not
   *     taken back unseen
   * @throws GitException if the git server does not answer as it should
   * @throws BusyException if another one is under way
   */
  public Written write(RollbackPlan.Change plan, String path, Revision plannedAt, Identity author)
      throws GitException, BusyException {
    return inTurn(
        writer -> {
          writer.head();
          return writer.write(
              new NewCommit(
                  plannedAt,
                  path,
                  plan.target().revision(),
                  plan.message(),
                  author,
                  Optional.empty()));
        });
  }

  private interface Work<T> {
    T with(CommitWriter writer) throws GitException;
  }

  private <T> T inTurn(Work<T> work) throws GitException, BusyException {
    if (!oneAtATime.tryLock()) {
      throw new BusyException();
    }
    try (CommitWriter writer = CommitWriter.at(remote, clock)) {
      return work.with(writer);
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Another rollback is being planned or written. */
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException() {
      super("another rollback is being looked at; try again in a moment");
    }
  }
}
