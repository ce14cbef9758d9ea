package dev.backstay.sync;

import dev.backstay.cluster.Account;
import dev.backstay.cluster.ApplySet;
import dev.backstay.cluster.Cluster;
import dev.backstay.cluster.Clusters;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.git.ConfigRepository;
import dev.backstay.manifest.Limits;
import dev.backstay.manifest.ManifestReader;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Action;
import dev.backstay.plan.Confinement;
import dev.backstay.plan.Planner;
import dev.backstay.plan.ServedKinds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The environments of one agent, as each sees the others: what their folders say at a head, and who
 * waits for whom.
 */
final class Neighbours {
  private final ConfigRepository repository;
  private final Clusters clusters;
  private final Map<String, Runnable> waiting = new ConcurrentHashMap<>();
  private volatile List<EnvironmentConfig> all = List.of();

  Neighbours(ConfigRepository repository, Clusters clusters) {
    this.repository = repository;
    this.clusters = clusters;
  }

  /** Takes over the list of environments: before any of them is started. */
  void are(List<EnvironmentConfig> environments) {
    all = List.copyOf(environments);
  }

  ConfigRepository repository() {
    return repository;
  }

  Cluster clusterOf(EnvironmentConfig environment) {
    return clusters.get(environment.kubeconfig());
  }

  /** What the folder of an environment says at a head of the branch. */
  sealed interface Claims {
    /** It holds these objects. */
    record Known(Set<ObjectKey> keys) implements Claims {}

    /** It is missing or empty. */
    record None() implements Claims {}

    /** It cannot be read: it may hold anything. */
    record Unclear() implements Claims {}
  }

  /** Those in the same cluster. */
  List<EnvironmentConfig> besides(EnvironmentConfig own) {
    String address = clusterOf(own).address();
    return all.stream()
        .filter(other -> !other.name().equals(own.name()))
        .filter(other -> clusterOf(other).address().equals(address))
        .toList();
  }

  Claims claims(EnvironmentConfig environment, String head, ServedKinds kinds) {
    DesiredState desired =
        new DesiredState(repository, new ManifestReader(Limits.defaults()), environment.path());
    try {
      return new Claims.Known(
          Planner.placed(desired.at(head), confinement(environment), kinds).stream()
              .map(Action.Change::key)
              .collect(Collectors.toSet()));
    } catch (Stopped e) {
      boolean none =
          e.outcome().reasons().stream()
              .allMatch(
                  problem ->
                      problem.code() == ProblemCode.FOLDER_MISSING
                          || problem.code() == ProblemCode.FOLDER_EMPTY);
      return none ? new Claims.None() : new Claims.Unclear();
    }
  }

  /** What an environment may do, beside the others. */
  Confinement confinement(EnvironmentConfig environment) {
    return Boundary.of(environment, all, accounts());
  }

  private Set<Account> accounts() {
    return all.stream()
        .flatMap(
            other ->
                other.serviceAccount().stream()
                    .map(a -> Account.of(a, clusterOf(other).http().ownNamespace())))
        .collect(Collectors.toSet());
  }

  static ApplySet set(EnvironmentConfig environment) {
    return ApplySet.of(environment.name(), environment.namespace());
  }

  /** An environment waits for what another one does. */
  void waits(EnvironmentConfig environment, Runnable wake) {
    waiting.put(environment.name(), wake);
  }

  void waitsNoMore(EnvironmentConfig environment) {
    waiting.remove(environment.name());
  }

  /** An environment has got somewhere: those that wait may go on. */
  void wake(EnvironmentConfig by) {
    waiting.forEach(
        (name, wake) -> {
          if (!name.equals(by.name())) {
            wake.run();
          }
        });
  }
}
