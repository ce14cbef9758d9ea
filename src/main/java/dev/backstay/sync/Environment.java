package dev.backstay.sync;

import dev.backstay.cluster.AgentHome;
import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Parent;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.git.Revision;
import dev.backstay.manifest.ObjectKey;
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
  private final DriftKeeper drift;
  private final Brake brake;
  private final SuspendedLook look;
  private final DigestFolds folds;
  private final HolderCheck holderCheck;
  private final Attempts attempts;
  private final Passes passes;
  private final Thread thread;
  private final Asks asks = new Asks();
  private @Nullable Ledger ledger;

  Environment(
      EnvironmentConfig config,
      Following following,
      Neighbours neighbours,
      Clock clock,
      SyncListener listener) {
    this.parts =
        EnvironmentParts.of(config, neighbours, following.trust()::admits, listener, clock);
    this.branch = new Branch(parts.repository(), config, following);
    this.brake = new Brake(parts);
    this.look = new SuspendedLook(parts, branch);
    this.drift = new DriftKeeper(parts, listener, brake::isOn);
    this.folds = new DigestFolds(config.name());
    this.holderCheck =
        new HolderCheck(parts.cluster().cluster().lease(), parts.cluster().parents(), clock);
    this.attempts = new Attempts(clock);
    this.passes = new Passes(parts, branch, new Conclusion(parts, listener), brake, attempts);
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
      passes.accept(rewriteTo);
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

  /** Another number than before: the status may tell something else now. Costs next to nothing. */
  public long statusVersion() {
    return parts.status().version();
  }

  public EnvironmentStatus status() {
    return parts.status().now();
  }

  /** What it lacks of the environment before it, as somebody found out. */
  void lags(Optional<Lag> behind) {
    parts.status().lags(behind);
  }

  /** Finds out why an object is as it is. Asks the API server, as the environment's account. */
  Why why(ObjectKey key) {
    return Inquest.into(key, parts);
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
      mailbox.await(() -> mailbox.hasNews() || drift.hasNews() || passes.hasHealed(), wait);
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
    boolean isCurrent =
        parts.mailbox().latest().map(target -> passes.follow(target, known, asked)).orElse(true);
    if (!isCurrent) {
      ledger = null;
      // what was known is out of date: nothing may be corrected by it
      return attempts.untilRetry(LONGEST_WAIT);
    }
    return drift.look(known, attempts.untilRetry(folds.storeIfDue(known, LONGEST_WAIT)));
  }

  /** Suspended: it is only looked at. */
  private Duration hold(Ledger known, Suspension suspension) throws ClusterException {
    passes.showOther();
    boolean seen =
        parts
            .mailbox()
            .latest()
            .filter(target -> !look.at(target, suspension, known, passes.acceptedRewrite()))
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
    passes.showOther();
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
}
