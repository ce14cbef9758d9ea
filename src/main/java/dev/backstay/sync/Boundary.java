package dev.backstay.sync;

import dev.backstay.cluster.Account;
import dev.backstay.cluster.ApplySet;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Confinement;
import dev.backstay.plan.Reserved;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the configuration of all environments lets one of them do. */
final class Boundary {
  private Boundary() {}

  /**
   * The rules for one.
   *
   * @param all environments of the agent: they may share namespaces
   * @param accounts as which the agent acts for any of them
   */
  static Confinement of(
      EnvironmentConfig own, Collection<EnvironmentConfig> all, Collection<Account> accounts) {
    Set<Reserved.Records> records =
        all.stream().map(Neighbours::set).map(Boundary::records).collect(Collectors.toSet());
    records.add(records(Neighbours.set(own)));
    return new Confinement(
        own.namespace(),
        Set.copyOf(own.allNamespaces()),
        key -> own.allows(key.kind(), key.name()),
        key -> own.denies(key.kind(), key.name()),
        new Reserved(
            records,
            accounts.stream()
                .map(a -> a.namespace() + "/" + a.name())
                .collect(Collectors.toSet())));
  }

  private static Reserved.Records records(ApplySet set) {
    return new Reserved.Records(set.namespace(), set.parentName());
  }

  /**
   * Why an environment is not taken up at all.
   *
   * @param home the namespace of the agent in its cluster, if it runs there
   */
  static Optional<Problem> objectionTo(EnvironmentConfig config, Optional<String> home) {
    return home.filter(config.allNamespaces()::contains)
        .map(
            namespace ->
                Problem.general(
                    ProblemCode.CONFINED,
                    "namespace "
                        + namespace
                        + " is the agent's own, and cannot be an environment's",
                    "give environment "
                        + config.name()
                        + " another namespace, or install the agent in one of its own"));
  }
}
