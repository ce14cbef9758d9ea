package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.Typed;
import dev.backstay.testing.Canary;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ForgeFake;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.util.ArrayList;
import java.util.List;

/**
 * All that anybody gets to see of an agent with one environment: what it answers, logs, writes down
 * and sends, and what the commands print.
 */
final class Shown {
  private static final String ENVIRONMENT = "production";
  private static final List<String> PATHS =
      List.of(
          "/",
          "/api/v1/environments",
          "/api/v1/environments/production",
          "/api/v1/environments/production/history",
          "/api/v1/environments/production/resources",
          "/api/v1/environments/production/events");

  private final TestCluster cluster;
  private final String namespace;
  private final TestAgent agent;
  private final ForgeFake forge;
  private final CapturedLog log;

  Shown(TestCluster cluster, String namespace, TestAgent agent, ForgeFake forge, CapturedLog log) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.agent = agent;
    this.forge = forge;
    this.log = log;
  }

  /** What shows by itself: asked for after each thing that happens. */
  void holdsNoSecret() {
    List<String> all = new ArrayList<>();
    PATHS.forEach(path -> all.add(agent.get(path).body()));
    all.add(agent.getProbe("/metrics").body());
    all.add(kubectl("configmaps", namespace));
    all.add(kubectl("leases", TestCluster.AGENT_NAMESPACE));
    all.add(
        cluster.kubectl(
            "get",
            "secret/backstay-production",
            "-n",
            namespace,
            "--ignore-not-found",
            "-o",
            "yaml"));
    all.add(events());
    all.add(log.text());
    forge.shown().forEach(status -> all.add(status.toString()));
    all.addAll(forge.faults());
    judge(all);
  }

  /** What the commands print, which a pipeline may keep for ever. */
  void commandsPrintNoSecret(TestRepository repository, String formerRevision) {
    String server = agent.uri("").toString();
    List<String> all = new ArrayList<>();
    for (String format : List.of("wide", "json", "yaml")) {
      all.add(typed("status", "-o", format, "--server", server));
      all.add(typed("history", ENVIRONMENT, "-o", format, "--server", server));
    }
    all.add(typed("status", ENVIRONMENT, "--server", server));
    all.add(
        typed(
            "history",
            ENVIRONMENT,
            "--kubeconfig",
            cluster.kubeconfig().toString(),
            "-n",
            namespace));
    Typed rollback =
        Typed.run(
            "rollback",
            ENVIRONMENT,
            "--to",
            formerRevision,
            "--branch",
            "back",
            "--yes",
            "--server",
            server,
            "--repository",
            repository.work().toString());
    assertThat(rollback.out()).as(rollback.toString()).contains("stringData: ***");
    all.add(rollback.toString());
    judge(all);
  }

  private static String typed(String... arguments) {
    Typed typed = Typed.run(arguments);
    assertThat(typed.code()).as(typed.err()).isZero();
    return typed.toString();
  }

  String events() {
    return kubectl("events", namespace);
  }

  private String kubectl(String kind, String where) {
    return cluster.kubectl("get", kind, "-n", where, "-o", "yaml");
  }

  private static void judge(List<String> all) {
    String shown = String.join("\n", all);
    assertThat(shown).contains(ENVIRONMENT);
    assertThat(Canary.foundIn(shown)).isEmpty();
  }
}
