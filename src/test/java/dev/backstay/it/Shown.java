package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.Typed;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.Canary;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ForgeFake;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that anybody gets to see of an agent with one environment: what it answers, logs, writes down
 * and sends, and what the commands print.
 */
final class Shown {
  private static final String ENVIRONMENT = "production";
  private static final List<String> PATHS =
      List.of(
          "/",
          "/environments/production",
          "/environments/production/syncs/1",
          "/environments/production/rollback",
          "/environments/production/objects/secret/taken",
          "/openapi.json",
          "/api/v1/environments",
          "/api/v1/environments/production",
          "/api/v1/environments/production/history",
          "/api/v1/environments/production/resources",
          "/api/v1/environments/production/objects/secret/taken");
  private static final List<String> STREAMS =
      List.of("/live", "/environments/production/live", "/api/v1/environments/production/events");

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
    // who is known is shown the most
    PATHS.forEach(path -> all.add(agent.send(known(path)).body()));
    STREAMS.forEach(path -> all.add(firstEvent(path)));
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

  private HttpRequest.Builder known(String path) {
    return HttpRequest.newBuilder(agent.uri(path))
        .header("Authorization", "Bearer " + AgentApi.TOKEN);
  }

  /** A stream goes on until somebody closes it. */
  private String firstEvent(String path) {
    try (HttpClient client = HttpClient.newHttpClient();
        Stream<String> lines =
            client.send(known(path).build(), HttpResponse.BodyHandlers.ofLines()).body()) {
      String event =
          lines
              .dropWhile(line -> !line.startsWith("id: "))
              .takeWhile(line -> !line.isEmpty())
              .collect(Collectors.joining("\n"));
      client.shutdownNow();
      return event;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
