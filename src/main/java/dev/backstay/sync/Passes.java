package dev.backstay.sync;

import dev.backstay.git.Commit;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the passes of an environment: decides whether a head asks for one, and what is to be shown
 * and remembered of how it ended.
 */
final class Passes {
  private final EnvironmentParts parts;
  private final Branch branch;
  private final Conclusion conclusion;
  private final Brake brake;
  private final Attempts attempts;
  private volatile String acceptedRewrite = "";
  private boolean wasUnwell;

  /** What is shown is not how the last sync ended: something else stood in the way since. */
  private boolean tellsOther;

  private int runs;

  Passes(
      EnvironmentParts parts,
      Branch branch,
      Conclusion conclusion,
      Brake brake,
      Attempts attempts) {
    this.parts = parts;
    this.branch = branch;
    this.conclusion = conclusion;
    this.brake = brake;
    this.attempts = attempts;
  }

  /** A head whose rewritten history somebody accepts. */
  void accept(String rewriteTo) {
    acceptedRewrite = rewriteTo;
  }

  String acceptedRewrite() {
    return acceptedRewrite;
  }

  /** What is shown since the last sync is something else: it is to be told again. */
  void showOther() {
    tellsOther = true;
  }

  /**
   * Makes a pass if one is due, and otherwise shows how it stands.
   *
   * @return false if what was known of the cluster turned out to be out of date
   */
  boolean follow(Target target, Ledger known, boolean asked) {
    String inputId = InputId.of(target.tree().orElse("missing"), parts.config());
    if (attempts.isDue(inputId, known, asked, hasHealed())) {
      return pass(target, inputId, known);
    }
    settle(target, inputId, known);
    return true;
  }

  /** No Kubernetes request is made here: a poll without a change costs none. */
  private void settle(Target target, String inputId, Ledger known) {
    if (!attempts.isLast(inputId)) {
      attempts.stood(inputId);
      tellsOther = true;
      tellOfNothingToDo(target, known);
    }
    if (tellsOther) {
      attempts
          .lastOutcome()
          .ifPresent(
              last -> parts.status().rests(State.after(last), last.reasons(), attempts.retryAt()));
      tellsOther = false;
    }
    boolean stands = known.deployed().map(Deployed::inputId).equals(Optional.of(inputId));
    parts
        .status()
        .sees(target.head(), stands ? 0 : branch.newCommits(target, known.deployed()).size());
  }

  /** Such as the revert of a commit that was refused. */
  private void tellOfNothingToDo(Target target, Ledger known) {
    branch.newCommits(target, known.deployed()).stream()
        .map(commit -> commit.revision().id())
        .findFirst()
        .filter(id -> known.deployed().filter(last -> last.revision().equals(id)).isEmpty())
        .ifPresent(id -> parts.listener().onNothingToDo(parts.config().name(), id));
  }

  private boolean pass(Target target, String inputId, Ledger known) {
    attempts.begin();
    PassRecord record = new PassRecord(parts.clock(), target, inputId);
    Optional<SyncOutcome> distrust = branch.distrust(target, known.deployed());
    if (distrust.isPresent()) {
      return refuse(distrust.get(), record, known);
    }
    List<Commit> commits = branch.newCommits(target, known.deployed());
    if (commits.isEmpty()) {
      unreadable(target, inputId);
      return true;
    }
    record.isAbout(new RollbackRecognizer(known, branch).changeTo(target, inputId), commits);
    known.unfinishedSince(inputId).ifPresent(record::goesOnFrom);
    conclusion.ofWhatWasLeftOpen(record, known);
    RunLog log = new RunLog(parts.config().name(), ++runs, record.commit().revision().shortId());
    log.info("{} \"{}\"", record.change().words(), record.commit().subject());
    record.prunesBy(
        branch.pruneOrders(target, known.deployed(), log),
        known.deployed().map(Deployed::settledHead).orElse(""));
    SyncPass pass = new SyncPass(parts, known, record, log);
    parts.cluster().isDoing(log.activity());
    SyncOutcome outcome =
        branch
            .rewriteTo(target, known.deployed(), known.intent(), acceptedRewrite)
            .<SyncOutcome>map(problem -> new SyncOutcome.Refused(List.of(problem), true))
            .orElseGet(pass::run);
    SyncOutcome concluded = conclusion.of(outcome, record, known, pass.leftHalfWay(), log);
    parts.cluster().isDoing("rest");
    return rest(concluded, record, known);
  }

  /** Nobody who may stands behind the head: it is named, and nothing else of it is looked at. */
  private boolean refuse(SyncOutcome distrust, PassRecord record, Ledger known) {
    List<Commit> head = branch.headOnly(record.target());
    if (head.isEmpty()) {
      unreadable(record.target(), record.inputId());
      return true;
    }
    String from = known.deployed().map(Deployed::revision).orElse("");
    record.isAbout(Change.deploy(from), head);
    RunLog log = new RunLog(parts.config().name(), ++runs, record.commit().revision().shortId());
    parts.cluster().isDoing(log.activity());
    SyncOutcome concluded = conclusion.of(distrust, record, known, false, log);
    parts.cluster().isDoing("rest");
    return rest(concluded, record, known);
  }

  private void unreadable(Target target, String inputId) {
    Problem problem =
        Problem.general(
            ProblemCode.GIT_UNREADABLE,
            "commit " + Commits.shortId(target.head()) + " could not be read",
            "the log says why; it is tried again");
    SyncOutcome outcome = new SyncOutcome.Failed(List.of(problem));
    parts.status().rests(State.FAILED, outcome.reasons(), attempts.ended(inputId, outcome));
  }

  private boolean rest(SyncOutcome outcome, PassRecord record, Ledger known) {
    if (outcome instanceof SyncOutcome.Superseded) {
      attempts.madeWay();
      return true;
    }
    boolean isNews = !attempts.isLast(record.inputId()) || record.counts().changed() > 0;
    Optional<Instant> retryAt = attempts.ended(record.inputId(), outcome);
    wasUnwell = !parts.watches().health().isAllHealthy();
    parts.status().knows(known);
    parts.listener().onStanding(parts.config().name());
    State state = State.after(outcome);
    boolean deployed = state == State.SYNCED || state == State.DEGRADED;
    if (deployed) {
      parts.status().carriedOut(record);
      branch.keep(record.target());
      if (isNews) {
        parts.moves().carriedOut();
      }
      forgetAcceptance(record.target());
    }
    parts.status().sees(record.target().head(), deployed ? 0 : record.commits().size());
    parts.status().rests(state, outcome.reasons(), retryAt);
    parts.status().isReachable(!hasCode(outcome, ProblemCode.CLUSTER_UNREACHABLE));
    return !hasCode(outcome, ProblemCode.WRITTEN_BY_OTHER);
  }

  /** It counts once: the same commit served again by a mirror that lags is not wanted. */
  private void forgetAcceptance(Target deployed) {
    if (Branch.isAccepted(deployed, acceptedRewrite)) {
      acceptedRewrite = "";
    }
  }

  private static boolean hasCode(SyncOutcome outcome, ProblemCode code) {
    return outcome.reasons().stream().anyMatch(problem -> problem.code() == code);
  }

  /** What was unhealthy when the last pass ended is healthy now. */
  boolean hasHealed() {
    return !brake.isOn()
        && wasUnwell
        && attempts.isDegraded()
        && parts.watches().health().isAllHealthy();
  }
}
