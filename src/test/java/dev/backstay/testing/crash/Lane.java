package dev.backstay.testing.crash;

import static dev.backstay.testing.crash.ScenarioRepository.ENVIRONMENT;

import dev.backstay.testing.AgentApi;
import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterState;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One environment in a namespace of its own, with its copy of the config repo. */
final class Lane {
  private final TestCluster cluster;
  private final String namespace = TestCluster.uniqueName("lane");
  private final Path folder;
  private final ScenarioRepository scenarios;
  private final ScenarioRepository.Copy repository;
  private final Optional<AuditLog> audit;
  private long mark;

  Lane(TestCluster cluster, ScenarioRepository scenarios, Path parent) {
    this.cluster = cluster;
    this.scenarios = scenarios;
    this.folder = parent.resolve(namespace);
    this.repository = scenarios.copyTo(made(folder));
    this.audit = cluster.auditLog();
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Writes the configuration of this lane's agent, which reaches the cluster by a kubeconfig. */
  Path configuration(Path kubeconfig) {
    return TestAgent.configure(
        kubeconfig, folder.resolve("agent"), repository.url(), Env.of(ENVIRONMENT, namespace));
  }

  /** Waits until an agent has nothing to do before the push of a scenario. */
  void awaitRest(Scenario next, AgentApi agent) {
    switch (next) {
      case FIRST_SYNC -> agent.awaitState(ENVIRONMENT, scenarios.beginning(), "refused");
      case CHANGE -> awaitSynced(Scenario.FIRST_SYNC, agent);
      case PRUNE -> awaitSynced(Scenario.CHANGE, agent);
      case ROLLBACK -> awaitSynced(Scenario.PRUNE, agent);
    }
  }

  /** Waits until an agent has brought the environment to the end of a scenario. */
  void awaitSynced(Scenario scenario, AgentApi agent) {
    agent.awaitSynced(ENVIRONMENT, scenarios.commitOf(scenario));
  }

  /** Somebody pushes the commit of a scenario; what is deleted counts from here. */
  void push(Scenario scenario) {
    mark = audit.map(AuditLog::mark).orElse(0L);
    repository.push(scenario);
  }

  /** Whether an agent says that it has come to the end of a scenario. */
  boolean isSynced(Scenario scenario, AgentApi agent) {
    JsonNode status = agent.status(ENVIRONMENT);
    return status.path("state").asString("").equals("synced")
        && status.path("seen").path("revision").asString("").equals(scenarios.commitOf(scenario));
  }

  /** Where this environment stands now. */
  Ending ending(AgentApi agent) {
    return new Ending(
        ClusterState.of(cluster, namespace, ENVIRONMENT),
        history(agent.history(ENVIRONMENT)),
        audit.map(this::deletes).orElse(List.of()));
  }

  private List<String> deletes(AuditLog log) {
    return log.since(mark, namespace).stream()
        .filter(request -> request.verb().equals("delete") && !request.isDryRun())
        .filter(request -> request.code() / 100 == 2)
        .filter(request -> request.namespace().equals(namespace))
        .map(request -> request.resource() + "/" + request.name())
        .sorted()
        .toList();
  }

  /** What must not be lost or doubled; times and what a second try found unchanged are left out. */
  private static List<String> history(JsonNode entries) {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : entries) {
      lines.add(
          "%s %s %s %s %s"
              .formatted(
                  entry.path("number"),
                  entry.path("outcome").asString(""),
                  entry.path("change"),
                  entry.path("revision").asString(""),
                  entry.path("commits")));
    }
    return lines;
  }

  /** How far the cluster's own record of this environment is with a scenario. */
  Progress progress(Scenario scenario) {
    String state = cluster.jsonPath(namespace, "configmap/backstay-" + ENVIRONMENT, ".data.state");
    return Progress.of(state, scenarios.commitOf(scenario));
  }
}
