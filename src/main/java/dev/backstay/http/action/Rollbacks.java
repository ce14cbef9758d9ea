package dev.backstay.http.action;

import dev.backstay.change.DeployedState;
import dev.backstay.change.RemoteRollback;
import dev.backstay.change.RollbackPlan;
import dev.backstay.change.RollbackRequest;
import dev.backstay.git.GitException;
import dev.backstay.git.Identity;
import dev.backstay.git.Revision;
import dev.backstay.git.Written;
import dev.backstay.http.Refusal;
import dev.backstay.sync.Agent;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.HistoryEntry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rolls back an environment at the git server, for the page and for the API. */
public final class Rollbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Rollbacks.class);

  /** Of nobody's mail: addresses under .invalid never are one (RFC 2606). */
  private static final String NO_MAIL = "@backstay.invalid";

  private final Agent agent;
  private final RemoteRollback git;

  public Rollbacks(Agent agent, RemoteRollback git) {
    this.agent = agent;
    this.git = git;
  }

  /** Why none can be written from here; empty if it can. */
  String obstacle() {
    return git.obstacle();
  }

  /**
   * What a rollback would do now.
   *
   * @param to a commit id, perhaps shortened; empty for the last healthy state before this one
   * @throws Refusal if that cannot be found out
   */
  RollbackPlan plan(EnvironmentStatus environment, String to, String reason) {
    try {
      return git.plan(request(environment, to, reason));
    } catch (GitException e) {
      throw unanswered(e);
    } catch (RemoteRollback.BusyException e) {
      throw busy(e);
    }
  }

  /**
   * Writes the commit, and has the branch polled.
   *
   * @param plannedAt the head that somebody saw the plan of
   * @param by who does it: the author of the commit
   * @return the new commit
   * @throws Refusal if nothing was written; it says why
   */
  Revision write(
      EnvironmentStatus environment, RollbackPlan.Change plan, String plannedAt, String by) {
    try {
      return written(environment, plan, new Revision(plannedAt), by);
    } catch (IllegalArgumentException _) {
      throw new Refusal(400, "The request is not understood", "head must be a commit id");
    } catch (GitException e) {
      throw unanswered(e);
    } catch (RemoteRollback.BusyException e) {
      throw busy(e);
    }
  }

  private Revision written(
      EnvironmentStatus environment, RollbackPlan.Change plan, Revision plannedAt, String by)
      throws GitException, RemoteRollback.BusyException {
    if (!obstacle().isEmpty()) {
      throw new Refusal(409, "The agent cannot write this commit", obstacle());
    }
    Written written = git.write(plan, environment.path(), plannedAt, author(by));
    return switch (written) {
      case Written.Done done -> {
        LOG.info(
            "{} is rolled back by {}: {} pushed to {}",
            environment.name(),
            by,
            done.commit().shortId(),
            done.branch());
        agent.sync(environment.name(), "");
        yield done.commit();
      }
      case Written.FolderChanged(Revision head) ->
          throw new Refusal(
              409,
              "The folder was changed meanwhile",
              "by " + head.shortId() + " or before it; nothing was written, look again");
      case Written.Refused(String why) ->
          throw new Refusal(409, "The git server did not take the commit", why);
    };
  }

  private static RollbackRequest request(EnvironmentStatus environment, String to, String reason) {
    return new RollbackRequest(
        environment.name(),
        environment.path(),
        to.isBlank() ? Optional.empty() : Optional.of(to.strip()),
        reason.strip(),
        environment.history().entries().stream()
            .filter(HistoryEntry::isSync)
            .map(e -> new DeployedState(e.revision(), e.outcome().equals("synced")))
            .toList());
  }

  /** A name that is an address already stays so. */
  private static Identity author(String name) {
    String plain = name.replaceAll("[<>\\p{Cntrl}]", "").strip();
    String usable = plain.isEmpty() ? "somebody" : plain;
    String address = usable.replaceAll("\\s+", ".");
    return new Identity(usable, address.contains("@") ? address : address + NO_MAIL);
  }

  private static Refusal unanswered(GitException e) {
    return new Refusal(
        502, "The git server did not answer as it should", String.valueOf(e.getMessage()));
  }

  private static Refusal busy(RemoteRollback.BusyException e) {
    return new Refusal(503, "The agent is busy", String.valueOf(e.getMessage()));
  }
}
