package dev.backstay.git;

import dev.backstay.git.GitException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** The branch at the git server: asked for its head, and fetched. */
final class RemoteBranch {
  private static final Set<RefUpdate.Result> UPDATED =
      Set.of(
          RefUpdate.Result.NEW,
          RefUpdate.Result.FAST_FORWARD,
          RefUpdate.Result.FORCED,
          RefUpdate.Result.NO_CHANGE);

  private final Remote remote;
  private final URIish uri;
  private final Access access;

  private RemoteBranch(Remote remote, URIish uri, Access access) {
    this.remote = remote;
    this.uri = uri;
    this.access = access;
  }

  /** Refuses what cannot be reached, so that it is told at the start. */
  static RemoteBranch of(Remote remote) throws GitException {
    URIish uri = Access.uri(remote);
    return new RemoteBranch(remote, uri, Access.of(remote, uri));
  }

  /** The commit that the branch is at. */
  Revision head() throws GitException {
    String tried = "ask " + remote.shownUrl() + " for the head of " + remote.branch();
    return talk(
        tried,
        () -> Transport.open(uri),
        transport -> {
          try (FetchConnection talk = transport.openFetch(List.of(new RefSpec(remote.ref())))) {
            Ref head = talk.getRef(remote.ref());
            if (head == null || head.getObjectId() == null) {
              throw noBranch(tried);
            }
            return new Revision(head.getObjectId().name());
          }
        });
  }

  /**
   * Brings the branch with all its history into a repository, under the given ref. Whether all
   * objects came is not walked through here: that takes memory in proportion to the history, and a
   * missing object is found, and mended, when it is read.
   */
  void fetch(Repository into, String asRef, ProgressMonitor monitor) throws GitException {
    String tried = "fetch " + remote.branch() + " from " + remote.shownUrl();
    talk(
        tried,
        () -> Transport.open(into, uri),
        transport -> {
          transport.setObjectChecker(new FetchedObjects());
          RefSpec spec = new RefSpec("+" + remote.ref() + ":" + asRef);
          for (TrackingRefUpdate update :
              transport.fetch(monitor, List.of(spec)).getTrackingRefUpdates()) {
            // a ref that could not be moved does not make JGit throw
            if (!UPDATED.contains(update.getResult())) {
              throw new GitException(
                  Kind.CORRUPT, tried, "the mirror's ref gave " + update.getResult());
            }
          }
          return spec;
        });
  }

  /**
   * Gives a commit to a branch, without force.
   *
   * @param expected where that branch must be; empty for a branch that must not be there yet
   */
  Workplace.Answer push(
      Repository from,
      Revision commit,
      String toBranch,
      Optional<Revision> expected,
      ProgressMonitor monitor)
      throws GitException {
    String tried = "push to " + toBranch + " of " + remote.shownUrl();
    try {
      return talk(
          tried,
          () -> Transport.open(from, uri),
          transport -> {
            RemoteRefUpdate update = update(from, commit, "refs/heads/" + toBranch, expected);
            PushResult result = transport.push(monitor, List.of(update));
            return answer(update, toBranch, expected.isEmpty(), result.getMessages());
          });
    } catch (GitException e) {
      throw e.kind() == Kind.AUTHENTICATION
          ? new GitException(
              e.kind(), tried, "the server does not let these credentials write there", e)
          : e;
    }
  }

  @SuppressWarnings("NullAway") // JGit's own way to say that there is no local ref to follow
  private static RemoteRefUpdate update(
      Repository from, Revision commit, String ref, Optional<Revision> expected)
      throws IOException {
    ObjectId old = expected.map(e -> ObjectId.fromString(e.id())).orElse(ObjectId.zeroId());
    return new RemoteRefUpdate(from, commit.id(), ref, false, null, old);
  }

  private static Workplace.Answer answer(
      RemoteRefUpdate update, String branch, boolean isNew, String said) {
    return switch (update.getStatus()) {
      case OK -> new Workplace.Answer.Accepted(branch, "");
      case UP_TO_DATE, REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD, NON_EXISTING ->
          isNew
              ? new Workplace.Answer.Refused("there is a branch " + branch + " already")
              : new Workplace.Answer.Moved();
      case REJECTED_OTHER_REASON ->
          isRace(update)
              ? new Workplace.Answer.Moved()
              : new Workplace.Answer.Refused(GitFailures.told(update, said));
      case REJECTED_NODELETE, NOT_ATTEMPTED, AWAITING_REPORT ->
          new Workplace.Answer.Refused(GitFailures.told(update, said));
    };
  }

  /** The server let another push come first between its two answers to this one. */
  private static boolean isRace(RemoteRefUpdate update) {
    String message = Optional.ofNullable(update.getMessage()).orElse("");
    return message.contains("failed to update ref")
        || message.contains("cannot lock ref")
        || message.contains("fetch first");
  }

  private GitException noBranch(String tried) {
    return new GitException(
        Kind.NOT_FOUND, tried, "the repository has no branch " + remote.branch());
  }

  private interface Opening {
    Transport open() throws IOException;
  }

  private interface Talk<T> {
    T with(Transport transport) throws IOException;
  }

  private <T> T talk(String tried, Opening opening, Talk<T> talk) throws GitException {
    Access.Login login = access.login();
    try (Transport transport = opening.open()) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setTimeout((int) Math.max(1, remote.timeout().toSeconds()));
      login.prepare().accept(transport);
      return talk.with(transport);
    } catch (IOException | RuntimeException e) {
      throw GitFailures.ofRemote(tried, remote, login.secrets(), e);
    }
  }
}
