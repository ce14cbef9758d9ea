package dev.backstay.sync;

import dev.backstay.cluster.AgentHome;
import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Parent;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.git.Commit;
import dev.backstay.git.Revision;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.sync.lag.Lag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one environment, on a virtual thread of its own: waits for a newer head, brings the
 * cluster there, and waits again.
 */
public final class Environment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Environment.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration LOOK_AT_HOLDER = Duration.ofSeconds(2);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(4);

  private final EnvironmentParts parts;
  private final Branch branch;
  private final Conclusion conclusion;
  private final DriftKeeper drift;
  private final Brake brake;
  private final SuspendedLook look;
  private final DigestFolds folds;
  private final HolderCheck holderCheck;
  private final Attempts attempts;
  private final Thread thread;
  private final Asks asks = new Asks();
  private volatile String acceptedRewrite = "";
  private @Nullable Ledger ledger;
  private boolean wasUnwell;

  /** What is shown is not how the last sync ended: something else stood in the way since. */
  private boolean tellsOther;

  private int runs;

  Environment(
      EnvironmentConfig config,
      Following following,
      Neighbours neighbours,
      Clock clock,
      SyncListener listener) {
    this.parts =
        EnvironmentParts.of(config, neighbours, following.trust()::admits, listener, clock);
    this.branch = new Branch(parts.repository(), config, following);
    this.conclusion = new Conclusion(parts, listener);
    this.brake = new Brake(parts);
    this.look = new SuspendedLook(parts, branch);
    this.drift = new DriftKeeper(parts, listener, brake::isOn);
    this.folds = new DigestFolds(config.name());
    this.holderCheck =
        new HolderCheck(parts.cluster().cluster().lease(), parts.cluster().parents(), clock);
    this.attempts = new Attempts(clock);
    this.thread = Thread.ofVirtual().name("environment " + config.name()).unstarted(this::loop);
  }

  public Environment start() {
    thread.start();
    return this;
  }

  /** The branch has a new head. */
  public void onHead(Revision head, Instant seen) {
    parts.mailbox().post(new Target(head.id(), branch.folderTree(head), seen));
  }

  /** How often a sync was asked for, and up to which of them it was looked at. */
  public Asks asks() {
    return asks;
  }

  /**
   * Ends waits and back-offs.
   *
   * @param number as {@link Asks#next} gave it
   * @param rewriteTo a head whose rewritten history is accepted, empty for none
   */
  public void ask(long number, String rewriteTo) {
    asks.arrived(number);
    if (!rewriteTo.isEmpty()) {
      acceptedRewrite = rewriteTo;
    }
    parts.mailbox().ask();
  }

  /** What failed before this moment, and waits to be tried again, need not wait any longer. */
  void endWaits(Instant before) {
    parts.mailbox().endWaits(before);
  }

  /** Others may sign than before: what was refused is looked at again. */
  public void signersChanged() {
    parts.mailbox().ask();
  }

  /**
   * Suspends or resumes it. What is under way makes way between two requests.
   *
   * @return completes when that is on record in the cluster, or could not be
   */
  public CompletableFuture<SuspensionAnswer> order(SuspensionOrder order) {
    PostedOrder posted = PostedOrder.of(order);
    LOG.info("{} is to be {}", parts.config().name(), order.words());
    parts.mailbox().order(posted);
    return posted.answer();
  }

  public EnvironmentStatus status() {
    return parts.status().now();
  }

  /** What it lacks of the environment before it, as somebody found out. */
  void lags(Optional<Lag> behind) {
    parts.status().lags(behind);
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  public EnvironmentConfig config() {
    return parts.config();
  }

  /** Ends between two requests, none of which is cut. Returns when it has ended, or in seconds. */
  @Override
  public void close() {
    parts.mailbox().stop();
    try {
      if (thread.isAlive() && !thread.join(LONGEST_STOP)) {
        LOG.warn("{} did not end in time", parts.config().name());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    parts.watches().close();
  }

  private void loop() {
    Mailbox mailbox = parts.mailbox();
    while (!mailbox.isStopping()) {
      Duration wait;
      mailbox.takeEndOfWaits().ifPresent(attempts::endWaits);
      boolean asked = mailbox.takeNews();
      long looking = asked ? asks.newest() : 0;
      try {
        wait = step(asked);
      } catch (RuntimeException e) {
        // a bug in one pass must neither end the loop nor run hot
        LOG.error("{}: unexpected, tried again", parts.config().name(), e);
        wait = attempts.pauseAfter(new SyncOutcome.Failed(List.of()));
      }
      asks.answered(looking);
      mailbox.await(() -> mailbox.hasNews() || drift.hasNews() || hasHealed(), wait);
    }
    mailbox.takeOrders().forEach(PostedOrder::endsWithItsLoop);
    Optional.ofNullable(ledger).ifPresent(folds::store);
  }

  /** Does what is to be done now; says for how long there is nothing else. */
  private Duration step(boolean asked) {
    if (asked) {
      attempts.reset();
    }
    try {
      Ledger known = ledger != null && ledger.isHeld() ? ledger : load();
      ledger = known;
      Brake.Obeyed obeyed = brake.obey(known);
      return switch (obeyed) {
        case OUT_OF_DATE -> {
          ledger = null;
          yield Duration.ZERO;
        }
        case HELD, RELEASED -> {
          look.forget();
          attempts.reset();
          drift.resume(known);
          yield goOn(known, obeyed == Brake.Obeyed.RELEASED);
        }
        case AS_BEFORE -> goOn(known, asked);
      };
    } catch (Stopped e) {
      e.outcome().reasons().stream().findFirst().ifPresent(brake::cannotObey);
      State state = e.outcome() instanceof SyncOutcome.Refused ? State.REFUSED : State.STARTING;
      parts.status().rests(state, e.outcome().reasons(), in(LOOK_AT_HOLDER));
      return LOOK_AT_HOLDER;
    } catch (ClusterException e) {
      return cannotStart(e.failure());
    }
  }

  private Duration goOn(Ledger known, boolean asked) throws ClusterException {
    if (brake.current().isPresent()) {
      return hold(known, brake.current().get());
    }
    parts.mailbox().latest().ifPresent(target -> follow(target, known, asked));
    if (ledger == null) {
      // what was known is out of date: nothing may be corrected by it
      return attempts.untilRetry(LONGEST_WAIT);
    }
    return drift.look(known, attempts.untilRetry(folds.storeIfDue(known, LONGEST_WAIT)));
  }

  /** Suspended: it is only looked at. */
  private Duration hold(Ledger known, Suspension suspension) throws ClusterException {
    tellsOther = true;
    boolean seen =
        parts
            .mailbox()
            .latest()
            .filter(target -> !look.at(target, suspension, known, acceptedRewrite))
            .isEmpty();
    Duration wait = folds.storeIfDue(known, LONGEST_WAIT);
    Duration again = seen ? wait : attempts.pauseAfter(new SyncOutcome.Failed(List.of()));
    return brake.untilEnd(drift.look(known, again.compareTo(wait) < 0 ? again : wait));
  }

  /** Takes up what is in the cluster. */
  private Ledger load() throws ClusterException, Stopped {
    ledger = null;
    Optional<Problem> trespass =
        Boundary.objectionTo(parts.config(), AgentHome.namespace(parts.config().kubeconfig()));
    if (trespass.isPresent()) {
      throw new Stopped(new SyncOutcome.Refused(List.of(trespass.get()), false));
    }
    parts.cluster().isDoing("start");
    long term = parts.cluster().cluster().lease().term();
    Parent parent = parts.cluster().parents().read();
    parts.status().isReachable(true);
    Optional<Problem> held = holderCheck.objectionTo(parent);
    if (held.isPresent()) {
      throw new Stopped(new SyncOutcome.Failed(List.of(held.get())));
    }
    parts.watches().startOver();
    drift.startOver();
    TreeSet<String> everywhere = new TreeSet<>(parts.config().allNamespaces());
    everywhere.addAll(parent.namespaces());
    parts.access().follows(parent.groupKinds(), everywhere);
    Ledger loaded =
        Ledger.load(
            parts.cluster(),
            term,
            holderCheck.claim(parent),
            parts.watches().open(parent.groupKinds(), everywhere));
    OwnershipBoard board = parts.watches().ownership();
    // what is remembered and not there was deleted meanwhile
    loaded.inventory().members().stream()
        .filter(k -> board.seen(k).isEmpty())
        .forEach(board::suspect);
    brake.takeUp(loaded.parent());
    look.forget();
    parts.status().knows(loaded);
    parts.listener().onStanding(parts.config().name());
    parts.listener().onTakenUp(parts.config().name(), loaded.history().entries());
    parts.cluster().isDoing("rest");
    attempts.forget();
    return loaded;
  }

  private Duration cannotStart(ApiFailure failure) {
    if (failure.problem().code() == ProblemCode.KIND_NOT_SERVED) {
      parts.cluster().cluster().forgetKinds();
    }
    brake.cannotObey(failure.problem());
    look.forget();
    tellsOther = true;
    SyncOutcome outcome =
        parts.access().explainedAt(Stopped.outcomeOf(List.of(failure)), parts.mailbox().latest());
    Duration wait = attempts.pauseAfter(outcome);
    outcome.reasons().forEach(p -> LOG.warn("{} cannot start: {}", parts.config().name(), p));
    parts.status().isReachable(false);
    parts.status().rests(State.FAILED, outcome.reasons(), in(wait));
    return wait;
  }

  private Optional<Instant> in(Duration wait) {
    return Optional.of(parts.clock().instant().plus(wait));
  }

  private void follow(Target target, Ledger known, boolean asked) {
    String inputId = InputId.of(target.tree().orElse("missing"), parts.config());
    if (attempts.isDue(inputId, known, asked, hasHealed())) {
      pass(target, inputId, known);
    } else {
      settle(target, inputId, known);
    }
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

  private void pass(Target target, String inputId, Ledger known) {
    attempts.begin();
    PassRecord record = new PassRecord(parts.clock(), target, inputId);
    Optional<SyncOutcome> distrust = branch.distrust(target, known.deployed());
    if (distrust.isPresent()) {
      refuse(distrust.get(), record, known);
      return;
    }
    List<Commit> commits = branch.newCommits(target, known.deployed());
    if (commits.isEmpty()) {
      unreadable(target, inputId);
      return;
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
    rest(concluded, record, known);
  }

  /** Nobody who may stands behind the head: it is named, and nothing else of it is looked at. */
  private void refuse(SyncOutcome distrust, PassRecord record, Ledger known) {
    List<Commit> head = branch.headOnly(record.target());
    if (head.isEmpty()) {
      unreadable(record.target(), record.inputId());
      return;
    }
    String from = known.deployed().map(Deployed::revision).orElse("");
    record.isAbout(Change.deploy(from), head);
    RunLog log = new RunLog(parts.config().name(), ++runs, record.commit().revision().shortId());
    parts.cluster().isDoing(log.activity());
    SyncOutcome concluded = conclusion.of(distrust, record, known, false, log);
    parts.cluster().isDoing("rest");
    rest(concluded, record, known);
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

  private void rest(SyncOutcome outcome, PassRecord record, Ledger known) {
    if (outcome instanceof SyncOutcome.Superseded) {
      attempts.madeWay();
      return;
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
    if (hasCode(outcome, ProblemCode.WRITTEN_BY_OTHER)) {
      ledger = null;
    }
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
  private boolean hasHealed() {
    return !brake.isOn()
        && wasUnwell
        && attempts.isDegraded()
        && parts.watches().health().isAllHealthy();
  }
}
