package dev.backstay.sync;

import dev.backstay.cluster.Applier;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Corrector;
import dev.backstay.cluster.Corrector.Result;
import dev.backstay.cluster.Corrector.Suspect;
import dev.backstay.cluster.Difference;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.config.DriftPolicy;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.ApplyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the objects of the deployed revision as it says, between syncs: what the watches tell of
 * others' writes is looked at, and taken back or only told.
 */
final class DriftKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(DriftKeeper.class);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final EnvironmentParts parts;
  private final SyncListener listener;
  private final BooleanSupplier suspended;
  private final DesiredObjects desired;
  private final Fights fights;
  private final LostNamespace lost;
  private final DriftQueue queue;

  /** Not as desired, and left so. */
  private final Map<ObjectKey, Problem> open = new TreeMap<>();

  /** What was told of those last. */
  private final Map<ObjectKey, Drift> reported = new TreeMap<>();

  /** Told instead of the single ones for which the API server said no. */
  private List<Problem> notAllowed = List.of();

  private int runs;

  /**
   * Begins with nothing to look at.
   *
   * @param suspended while this holds, drift is only told
   */
  DriftKeeper(EnvironmentParts parts, SyncListener listener, BooleanSupplier suspended) {
    this.parts = parts;
    this.listener = listener;
    this.suspended = suspended;
    this.desired = new DesiredObjects(parts);
    this.fights = new Fights(parts.clock());
    this.queue = new DriftQueue(parts.clock());
    this.lost = new LostNamespace(parts);
  }

  private OwnershipBoard board() {
    return parts.watches().ownership();
  }

  boolean hasNews() {
    return board().hasSuspects();
  }

  /** Another agent's records, or none, were taken up. */
  void startOver() {
    queue.clear();
    open.clear();
    reported.clear();
    notAllowed = List.of();
    parts.status().drifts(List.of(), List.of());
  }

  /** What was only told meanwhile may be corrected now; a lost namespace is, before any sync. */
  void resume(Ledger ledger) throws ClusterException {
    queue.add(open.keySet());
    queue.hurry();
    if (corrects() && ledger.deployed().isPresent()) {
      restoreNamespace(ledger);
    }
  }

  /**
   * Looks at what may have been changed, and corrects it.
   *
   * @return for how long there is nothing to do, if nothing happens
   */
  Duration look(Ledger ledger, Duration atMost) throws ClusterException {
    queue.add(board().takeSuspects());
    Optional<Deployed> deployed = ledger.deployed();
    // with an open intent, a pass will look at everything
    boolean idle = queue.isEmpty() && open.isEmpty();
    if (idle || deployed.isEmpty() || ledger.hasOpenIntent()) {
      return atMost;
    }
    Optional<Problem> waitsFor = corrects() ? restoreNamespace(ledger) : Optional.empty();
    if (waitsFor.isPresent()) {
      parts.status().drifts(ledger.drift().entries(), List.of(waitsFor.get()));
      return LOOK_AGAIN;
    }
    try {
      List<Suspect> suspects = suspects(ledger, desired.of(deployed.get()));
      if (!suspects.isEmpty()) {
        parts.cluster().isDoing("correction " + ++runs);
        handle(suspects, ledger, deployed.get());
        notAllowed = notAllowed();
      }
    } catch (Stopped e) {
      LOG.warn("{}: drift cannot be judged: {}", name(), e.outcome().reasons());
      queue.failed(queue.all());
    } finally {
      parts.cluster().isDoing("rest");
    }
    List<Problem> problems = new ArrayList<>(open.isEmpty() ? List.of() : notAllowed);
    problems.addAll(open.values());
    parts.status().drifts(ledger.drift().entries(), problems);
    return queue.untilNext(atMost);
  }

  private List<Problem> notAllowed() {
    SyncOutcome found = new SyncOutcome.Degraded(List.copyOf(open.values()));
    return parts.access().explainedAt(found, parts.mailbox().latest()).reasons().stream()
        .filter(problem -> !open.containsValue(problem))
        .toList();
  }

  private Optional<Problem> restoreNamespace(Ledger ledger) throws ClusterException {
    if (!lost.mayBe(ledger)) {
      return Optional.empty();
    }
    parts.cluster().isDoing("correction " + ++runs);
    try {
      return lost.restore(ledger);
    } finally {
      parts.cluster().isDoing("rest");
    }
  }

  private boolean corrects() {
    return correctsByPolicy() && !suspended.getAsBoolean();
  }

  private boolean correctsByPolicy() {
    return parts.config().drift().policy() == DriftPolicy.CORRECT;
  }

  private String name() {
    return parts.config().name();
  }

  private List<Suspect> suspects(Ledger ledger, Map<ObjectKey, Action.Change> wanted) {
    Suspicion suspicion = new Suspicion(parts.watches(), wanted, ledger);
    // a sync may have put right what was only told, or let go of it
    List.copyOf(open.keySet()).stream().filter(suspicion::clears).forEach(this::stands);
    List<Suspect> suspects = new ArrayList<>();
    for (ObjectKey key : queue.all()) {
      Optional<Instant> pausedUntil = fights.pausedUntil(key);
      if (suspicion.clears(key)) {
        stands(key);
        if (!ledger.inventory().owns(key)) {
          board().forget(key);
        }
      } else if (pausedUntil.isPresent()) {
        queue.putOff(key, pausedUntil.get());
        tellOfFight(key, pausedUntil.get());
      } else if (queue.isDue(key)) {
        Action.Change change = Objects.requireNonNull(wanted.get(key));
        suspects.add(new Suspect(change, ledger.inventory().known(key).mark()));
      }
    }
    return suspects;
  }

  private void stands(ObjectKey key) {
    queue.remove(key);
    open.remove(key);
    reported.remove(key);
  }

  private void handle(List<Suspect> suspects, Ledger ledger, Deployed deployed)
      throws ClusterException {
    Corrector corrector = corrector(deployed, ledger);
    boolean corrects = corrects();
    TreeMap<Integer, List<Suspect>> waves = new TreeMap<>();
    suspects.forEach(
        s -> waves.computeIfAbsent(ApplyOrder.wave(s.key()), _ -> new ArrayList<>()).add(s));
    List<Drift> news = new ArrayList<>();
    Set<ObjectKey> again = new HashSet<>();
    for (List<Suspect> wave : waves.values()) {
      for (Result result : corrects ? corrector.correct(wave) : corrector.report(wave)) {
        if (!take(result, ledger, news)) {
          again.add(result.suspect().key());
        }
      }
    }
    if (again.isEmpty()) {
      queue.succeeded();
    } else {
      queue.failed(again);
    }
    if (!news.isEmpty()) {
      conclude(news, ledger, corrects);
    }
  }

  /** Gives false if it has to be tried again. */
  private boolean take(Result result, Ledger ledger, List<Drift> news) {
    ObjectKey key = result.suspect().key();
    switch (result) {
      case Result.Stands(Suspect suspect, Member member) -> settle(suspect, member, ledger);
      case Result.Corrected(Suspect suspect, Difference difference, Member member) -> {
        settle(suspect, member, ledger);
        Drift drift = Drift.of(key, difference, parts.clock().instant(), true);
        fights.corrected(key, drift);
        news.add(drift);
      }
      case Result.Reported(Suspect _, Difference difference) -> {
        queue.looked(key);
        Drift drift = Drift.of(key, difference, parts.clock().instant(), false);
        open.put(key, drift.reported(key, correctsByPolicy()));
        if (!drift.isLike(reported.put(key, drift))) {
          news.add(drift);
        }
      }
      case Result.Failed(Suspect _, Problem problem) -> {
        open.put(key, problem);
        if (problem.code() == ProblemCode.KIND_NOT_SERVED) {
          desired.forget();
        }
        return false;
      }
      case Result.Skipped _ -> {
        return false;
      }
    }
    return true;
  }

  private void settle(Suspect suspect, Member member, Ledger ledger) {
    HandManagers hands = parts.hands();
    ledger.inventory().applied(suspect.change().manifest(), member.ownership(hands));
    board().wrote(member);
    stands(suspect.key());
  }

  private void tellOfFight(ObjectKey key, Instant until) {
    fights
        .over(key)
        .map(drift -> drift.foughtOver(key))
        .filter(problem -> !problem.equals(open.put(key, problem)))
        .ifPresent(
            problem -> {
              LOG.warn("{} {}; next try at {}", name(), problem, until);
              listener.onFight(name());
            });
  }

  private void conclude(List<Drift> news, Ledger ledger, boolean corrected)
      throws ClusterException {
    for (Drift drift : news) {
      LOG.info("{} drift {}{}", name(), drift.sentence(), corrected ? ", corrected" : "");
      listener.onDrift(name(), drift);
    }
    if (corrected) {
      ledger.record(ledger.drift().with(news), Corrections.entry(news, ledger, parts.clock()));
      parts.status().knows(ledger);
    } else {
      ledger.remember(ledger.drift().with(news));
    }
    String first = news.getFirst().sentence();
    String more = news.size() == 1 ? "" : " and " + (news.size() - 1) + " more";
    parts
        .cluster()
        .events()
        .publish(
            ledger.parent(), !corrected, corrected ? "DriftCorrected" : "DriftFound", first + more);
  }

  private Corrector corrector(Deployed deployed, Ledger ledger) {
    BooleanSupplier paused = parts.pauseFrom(parts.mailbox().latest(), ledger);
    return new Corrector(
        parts.cluster().objects(),
        found -> new Applier(parts.cluster().objects(), parts.cluster().set(), found, paused),
        new DeployedCircumstances(parts, deployed),
        member -> parts.moves().isElsewhere(member, newestHead(deployed)));
  }

  private String newestHead(Deployed deployed) {
    return parts.mailbox().latest().map(Target::head).orElse(deployed.head());
  }
}
