package dev.backstay.sync;

import dev.backstay.cluster.AccessReview;
import dev.backstay.cluster.ClusterException;
import dev.backstay.cluster.Namespaces;
import dev.backstay.cluster.access.MissingAccess;
import dev.backstay.cluster.access.Need;
import dev.backstay.cluster.access.Need.Weight;
import dev.backstay.cluster.access.Place;
import dev.backstay.cluster.access.Subject;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.Confinement;
import dev.backstay.plan.Plan;
import dev.backstay.plan.Planner;
import dev.backstay.plan.ServedKinds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all permissions that are missing at once, before anything is written. What was allowed once
 * is not asked for again, until the API server says no to something.
 */
final class AccessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(AccessCheck.class);

  private final EnvironmentConfig config;
  private final EnvironmentCluster cluster;
  private final DesiredState desired;
  private final Supplier<Confinement> confinement;
  private final Set<Allowed> allowed = new HashSet<>();
  private List<Need> last = List.of();
  private Set<String> startKinds = Set.of();
  private Set<String> startNamespaces = Set.of();
  private String told = "";

  /**
   * What was found to be allowed.
   *
   * @param name empty for all objects
   */
  private record Allowed(Place place, String verb, String name) {}

  AccessCheck(
      EnvironmentConfig config,
      EnvironmentCluster cluster,
      DesiredState desired,
      Supplier<Confinement> confinement) {
    this.config = config;
    this.cluster = cluster;
    this.desired = desired;
    this.confinement = confinement;
  }

  /** The inventory is about to be taken up: what it holds will be followed. */
  void follows(Collection<String> groupKinds, Collection<String> namespaces) {
    startKinds = Set.copyOf(groupKinds);
    startNamespaces = Set.copyOf(namespaces);
    last = List.of();
  }

  /**
   * Asks for what a plan needs, and was not asked for yet.
   *
   * @return what is missing without which the plan can be carried out nevertheless
   * @throws Stopped if something is missing without which it cannot
   */
  List<Problem> before(Plan plan) throws Stopped, ClusterException {
    last = AccessNeeds.of(plan, config, cluster.cluster().kinds());
    List<Need> open = last.stream().filter(need -> !isAllowed(need)).toList();
    Optional<List<Need>> missing =
        open.isEmpty() ? Optional.empty() : cluster.accessToObjects().missing(open);
    if (missing.isEmpty()) {
      return List.of();
    }
    remember(open, missing.get());
    if (missing.get().isEmpty()) {
      return List.of();
    }
    Problem problem = objectsProblem(missing.get());
    if (holds(missing.get(), Weight.REQUIRED)) {
      throw new Stopped(new SyncOutcome.Refused(List.of(problem), false));
    }
    if (holds(missing.get(), Weight.WANTED)) {
      return List.of(problem);
    }
    if (!told.equals(problem.message())) {
      told = problem.message();
      LOG.warn("{}: {}; this would help:\n{}", config.name(), problem.message(), problem.fix());
    }
    return List.of();
  }

  private boolean isAllowed(Need need) {
    return allowed.contains(new Allowed(need.place(), need.verb(), ""))
        || (!need.isForAll()
            && need.names().stream()
                .allMatch(name -> allowed.contains(new Allowed(need.place(), need.verb(), name))));
  }

  private void remember(List<Need> asked, List<Need> missing) {
    Set<Allowed> denied = new HashSet<>();
    missing.forEach(need -> denied.add(new Allowed(need.place(), need.verb(), "")));
    for (Need need : asked) {
      if (denied.contains(new Allowed(need.place(), need.verb(), ""))) {
        continue;
      }
      if (need.isForAll()) {
        allowed.add(new Allowed(need.place(), need.verb(), ""));
      }
      need.names().forEach(name -> allowed.add(new Allowed(need.place(), need.verb(), name)));
    }
  }

  private static boolean holds(List<Need> missing, Weight weight) {
    return missing.stream().anyMatch(need -> need.weight() == weight);
  }

  /**
   * Where the API server said no to something that had been allowed, or could not be asked for
   * before: everything is asked for anew, and told instead of the first no.
   */
  SyncOutcome explained(SyncOutcome outcome) {
    if (outcome.reasons().stream().noneMatch(AccessCheck::isDenied)) {
      return outcome;
    }
    allowed.clear();
    List<Problem> found = allMissing();
    if (found.isEmpty()) {
      return outcome;
    }
    List<Problem> problems = new ArrayList<>(found);
    boolean isDegraded = outcome instanceof SyncOutcome.Degraded;
    outcome.reasons().stream()
        .filter(reason -> isDegraded || !isDenied(reason))
        .filter(reason -> !problems.contains(reason))
        .forEach(problems::add);
    return switch (outcome) {
      case SyncOutcome.Degraded _ -> new SyncOutcome.Degraded(problems);
      case SyncOutcome.Refused(var _, boolean isFinal) ->
          new SyncOutcome.Refused(problems, isFinal);
      case SyncOutcome.Failed _ -> new SyncOutcome.Failed(problems);
      case SyncOutcome.Synced _, SyncOutcome.Superseded _ -> outcome;
    };
  }

  /** By the authorizer's words; whoever may not do something for another reason has other ones. */
  private static boolean isDenied(Problem problem) {
    return problem.code() == ProblemCode.FORBIDDEN
        && problem.fix().isEmpty()
        && problem.message().contains(" cannot ")
        && problem.message().contains("in API group");
  }

  private List<Problem> allMissing() {
    List<Problem> problems = new ArrayList<>();
    try {
      List<Need> records = missing(cluster.accessToRecords(), AccessNeeds.ofRecords(config));
      List<Need> objects = missing(cluster.accessToObjects(), last);
      if (cluster.account().isEmpty()) {
        objects.addAll(records);
        records.clear();
      }
      if (!objects.isEmpty()) {
        problems.add(objectsProblem(objects));
      }
      if (!records.isEmpty()) {
        problems.add(problem(records, cluster.accessToRecords().self()));
      }
    } catch (ClusterException e) {
      LOG.warn("{}: what is allowed is not known: {}", config.name(), e.failure().problem());
    }
    return problems;
  }

  private static List<Need> missing(AccessReview review, List<Need> needs) throws ClusterException {
    return new ArrayList<>(review.missing(needs).orElse(List.of()));
  }

  private Problem objectsProblem(List<Need> missing) throws ClusterException {
    Subject subject =
        cluster.account().isPresent()
            ? new Subject(cluster.account().get().username())
            : cluster.accessToRecords().self();
    return problem(missing, subject);
  }

  private Problem problem(List<Need> missing, Subject subject) {
    String name = "backstay-" + config.name();
    return new MissingAccess(name, subject, missing, absentNamespaces()).problem();
  }

  /**
   * Those that cannot be looked at are taken to be there. The one of the records is the agent's to
   * look at, others are not.
   */
  private Set<String> absentNamespaces() {
    Set<String> absent = new TreeSet<>();
    for (String namespace : config.allNamespaces()) {
      try {
        Namespaces namespaces =
            namespace.equals(config.namespace())
                ? cluster.namespaces()
                : new Namespaces(cluster.objects());
        if (namespaces.look(namespace) == Namespaces.State.MISSING) {
          absent.add(namespace);
        }
      } catch (ClusterException e) {
        LOG.debug("{}: {}", config.name(), e.failure().problem());
      }
    }
    return absent;
  }

  /**
   * The same where no plan was made: at a start, and by corrections of drift.
   *
   * @param target what would have been looked at
   */
  SyncOutcome explainedAt(SyncOutcome outcome, Optional<Target> target) {
    if (outcome.reasons().stream().noneMatch(AccessCheck::isDenied)) {
      return outcome;
    }
    try {
      ServedKinds kinds = cluster.cluster().kinds();
      last = AccessNeeds.toStart(startKinds, startNamespaces, wanted(target, kinds), config, kinds);
    } catch (ClusterException e) {
      LOG.debug("{}: {}", config.name(), e.failure().problem());
    }
    return explained(outcome);
  }

  private List<Action.Change> wanted(Optional<Target> target, ServedKinds kinds) {
    try {
      return target.isEmpty()
          ? List.of()
          : Planner.placed(desired.at(target.get().head()), confinement.get(), kinds);
    } catch (Stopped e) {
      // what is wrong with the folder is told when it is its turn
      LOG.debug("{}: {}", config.name(), e.outcome().reasons());
      return List.of();
    }
  }
}
