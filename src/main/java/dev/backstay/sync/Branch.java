package dev.backstay.sync;

import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.RewritePolicy;
import dev.backstay.git.Commit;
import dev.backstay.git.ConfigRepository;
import dev.backstay.git.GitException;
import dev.backstay.git.Revision;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The branch as one environment sees it: by its own folder. */
final class Branch {
  private static final Logger LOG = LoggerFactory.getLogger(Branch.class);

  private static final int MOST_REVERTS = 20;

  private final ConfigRepository repository;
  private final EnvironmentConfig config;
  private final Following following;

  Branch(ConfigRepository repository, EnvironmentConfig config, Following following) {
    this.repository = repository;
    this.config = config;
    this.following = following;
  }

  /** Refused or failed, if nobody who may sign stands behind what the head brings. */
  Optional<SyncOutcome> distrust(Target target, Optional<Deployed> deployed) {
    return following.trust().objectionTo(target.head(), deployed.map(Deployed::head));
  }

  /** Another number whenever the answer of {@link #distrust} may have become another one. */
  int signers() {
    return following.trust().generation();
  }

  /** The head itself, whatever it changes; empty if it cannot be read. */
  List<Commit> headOnly(Target target) {
    try {
      return List.of(repository.commit(new Revision(target.head())));
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
      return List.of();
    }
  }

  /** A folder that cannot be looked at now is read by the pass, which tells why. */
  Optional<String> folderTree(Revision head) {
    try {
      return repository.treeId(head, config.path());
    } catch (GitException _) {
      return Optional.of("unreadable at " + head.id());
    }
  }

  /** Those between what is deployed and the head that touch the folder; at least the newest. */
  List<Commit> newCommits(Target target, Optional<Deployed> deployed) {
    try {
      Revision head = new Revision(target.head());
      // a deployed commit that is not there any more is told by the check for a rewrite
      Optional<Revision> from =
          deployed.filter(last -> descends(target, last)).map(Deployed::head).map(Revision::new);
      List<Commit> commits = repository.commitsBetween(from, head, config.path());
      return commits.isEmpty() || from.isEmpty() ? List.of(newestChange(head)) : commits;
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
      return List.of();
    }
  }

  /** What the commits say about deletes that are not yet done. */
  PruneOrders pruneOrders(Target target, Optional<Deployed> deployed, RunLog log) {
    if (deployed.isEmpty()) {
      return PruneOrders.NONE;
    }
    try {
      Revision from = new Revision(deployed.get().settledHead());
      return PruneOrders.of(
          repository.allCommitsBetween(from, new Revision(target.head()), config.path()), log);
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
      return PruneOrders.NONE;
    }
  }

  /** Which deployed commits the new ones say, and git proves, they take back. */
  Reverted reverted(Target target, Deployed deployed) {
    try {
      Revision from = new Revision(deployed.head());
      return Reverted.by(
          repository.allCommitsBetween(from, new Revision(target.head()), config.path()),
          repository,
          config.path(),
          deployed);
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
      return Reverted.NOTHING;
    }
  }

  /** The revision before a commit, if a target's folder is again as it was there. */
  Optional<String> returnsTo(Target target, String commit) {
    try {
      Revision reverted = new Revision(commit);
      Optional<Revision> before = repository.parent(reverted);
      if (before.isEmpty()
          || !repository.treeId(before.get(), config.path()).equals(target.tree())) {
        return Optional.empty();
      }
      return repository.newestChange(before.get(), config.path()).map(c -> c.revision().id());
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Ids of the commits after one revision, up to another, that touch the folder; newest first. */
  List<String> changesBetween(String older, String newer) {
    if (older.isEmpty() || newer.isEmpty()) {
      return List.of();
    }
    try {
      return repository
          .commitsBetween(Optional.of(new Revision(older)), new Revision(newer), config.path())
          .stream()
          .limit(MOST_REVERTS)
          .map(commit -> commit.revision().id())
          .toList();
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
      return List.of();
    }
  }

  /** A folder that never was has no change: then it is the head that is looked at. */
  private Commit newestChange(Revision head) throws GitException {
    Optional<Commit> change = repository.newestChange(head, config.path());
    return change.isPresent() ? change.get() : repository.commit(head);
  }

  /**
   * Only descendants of the deployed commit are followed, unless someone accepts another head. Nor
   * is one that is older than what was begun: a mirror that lags is no reason to go back half-way.
   */
  Optional<Problem> rewriteTo(
      Target target, Optional<Deployed> deployed, Optional<Intent> begun, String accepted) {
    if (following.rewrites() == RewritePolicy.FOLLOW || isAccepted(target, accepted)) {
      return Optional.empty();
    }
    if (deployed.isPresent() && !descends(target, deployed.get())) {
      return Optional.of(
          rewritten(target, "does not descend from the deployed " + shortHead(deployed.get())));
    }
    return begun
        .filter(intent -> isOlder(target, intent))
        .map(
            intent ->
                rewritten(
                    target,
                    "is older than %s, which is half-way deployed"
                        .formatted(Commits.shortId(intent.revision()))));
  }

  private static String shortHead(Deployed deployed) {
    return Commits.shortId(deployed.head());
  }

  private Problem rewritten(Target target, String because) {
    String head = Commits.shortId(target.head());
    return Problem.general(
        ProblemCode.HISTORY_REWRITTEN,
        "the branch was rewritten: " + head + " " + because,
        "push a descendant, or accept it: backstay sync "
            + config.name()
            + " --accept-rewrite "
            + head);
  }

  /** Named as git names commits: by enough of its first characters. */
  static boolean isAccepted(Target target, String accepted) {
    return accepted.length() >= Commits.shortId(target.head()).length()
        && target.head().startsWith(accepted);
  }

  private boolean descends(Target target, Deployed deployed) {
    return descends(target.head(), deployed.head());
  }

  private boolean isOlder(Target target, Intent intent) {
    return !target.head().equals(intent.revision()) && descends(intent.revision(), target.head());
  }

  private boolean descends(String newer, String older) {
    try {
      return repository.descends(new Revision(newer), new Revision(older));
    } catch (GitException _) {
      return false;
    }
  }

  /** A deployed commit must be found again even if the branch is rewritten. */
  void keep(Target target) {
    try {
      repository.keep(config.name(), new Revision(target.head()));
    } catch (GitException e) {
      LOG.warn("{}: {}", config.name(), e.getMessage());
    }
  }
}
