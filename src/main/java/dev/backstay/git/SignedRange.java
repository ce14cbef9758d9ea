package dev.backstay.git;

import dev.backstay.git.trust.CommitVerifier;
import dev.backstay.git.trust.UnusableKeysException;
import dev.backstay.git.trust.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Looks at the signatures of all commits that a head would bring. */
final class SignedRange {
  /** So many are told; one would be enough to refuse them all. */
  private static final int MOST_TOLD = 10;

  /** More at once is no update of a config repo, and would hold the agent up. */
  static final int MOST_COMMITS = 50_000;

  private final Mirror mirror;
  private final CommitVerifier verifier;
  private final List<Untrusted> untrusted = new ArrayList<>();

  SignedRange(Mirror mirror, CommitVerifier verifier) {
    this.mirror = mirror;
    this.verifier = verifier;
  }

  /**
   * The commits of the head that nobody allowed stands behind: of those that the deployed commit
   * does not contain, whichever parent they came by. Without a deployed commit the head alone is
   * looked at.
   */
  List<Untrusted> look(Revision head, Optional<Revision> deployed)
      throws IOException, UnusableKeysException {
    verifier.check();
    if (deployed.equals(Optional.of(head))) {
      return List.of();
    }
    try (RevWalk walk = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      // an older commit than the deployed one brings none, and is looked at all the same
      verify(walk, History.commit(mirror, walk, head));
      if (deployed.isPresent() && mirror.has(deployed.get())) {
        others(head, deployed.get());
      }
    }
    return untrusted;
  }

  private void others(Revision head, Revision deployed) throws IOException, UnusableKeysException {
    int count = 0;
    try (RevWalk walk = new RevWalk(mirror.repository());
        RevWalk bodies = new RevWalk(mirror.repository())) {
      walk.setRetainBody(false);
      walk.markStart(History.commit(mirror, walk, head));
      walk.markUninteresting(History.commit(mirror, walk, deployed));
      for (RevCommit commit : walk) {
        if (++count > MOST_COMMITS) {
          tell(bodies, commit, "more than " + MOST_COMMITS + " commits come at once", "");
        }
        if (untrusted.size() >= MOST_TOLD || count > MOST_COMMITS) {
          return;
        }
        if (!commit.name().equals(head.id())) {
          verify(bodies, commit);
        }
      }
    }
  }

  private void verify(RevWalk walk, ObjectId id) throws IOException, UnusableKeysException {
    if (verifier.isKnownGood(id.name())) {
      return;
    }
    byte[] raw = walk.getObjectReader().open(id, Constants.OBJ_COMMIT).getCachedBytes();
    if (verifier.verify(mirror.repository(), id.name(), raw)
        instanceof Verdict.Refused(String why, String fingerprint)) {
      tell(walk, id, why, fingerprint);
    }
  }

  private void tell(RevWalk walk, ObjectId id, String why, String fingerprint) throws IOException {
    RevCommit commit = walk.parseCommit(id);
    walk.parseBody(commit);
    untrusted.add(new Untrusted(Commits.of(commit), why, fingerprint));
    commit.disposeBody();
  }
}
