package dev.backstay.testing;

import static org.assertj.core.api.Assertions.fail;

import dev.backstay.audit.MalformedHistory;
import dev.backstay.audit.StoredHistory;
import dev.backstay.audit.Verdict;
import dev.backstay.audit.Violation;
import dev.backstay.config.AgentConfig;
import dev.backstay.config.ConfigReader;
import dev.backstay.config.ConfigReading;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.KindPattern;
import dev.backstay.config.RewritePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects what is written down of the agents of one test, and judges at its end whether they kept
 * their promises: from the API server's audit log, the parents in the cluster, the config repos and
 * the agents' logs.
 */
public final class Histories {
  private static final Path KEPT =
      Path.of(System.getProperty("backstay.test.audit", "target/audit"));
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_SHOWN = 20;

  private final TestCluster cluster;
  private final AuditLog audit;
  private final LogLines log = new LogLines();
  private final Set<AgentConfig> followed = new LinkedHashSet<>();
  private final Set<Path> logFiles = new TreeSet<>();
  private final Set<Path> direct = new TreeSet<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();
  private long mark;

  Histories(TestCluster cluster, AuditLog audit) {
    this.cluster = cluster;
    this.audit = audit;
  }

  /** From now on everything that an agent of this configuration does is judged. */
  public synchronized void follow(Path configFile) {
    if (followed.isEmpty()) {
      mark = audit.mark();
      log.begin();
    }
    if (ConfigReader.read(configFile) instanceof ConfigReading.Valid(AgentConfig config)) {
      followed.add(config);
      if (config.environments().stream().anyMatch(this::isBehindAProxy)) {
        isDisturbed();
      }
    }
  }

  private boolean isBehindAProxy(EnvironmentConfig environment) {
    return environment
        .kubeconfig()
        .filter(file -> !file.equals(cluster.agentKubeconfig()) && !direct.contains(file))
        .isPresent();
  }

  /** Requests by this kubeconfig, of another account, reach the API server undisturbed too. */
  synchronized void isDirect(Path kubeconfig) {
    direct.add(kubeconfig);
  }

  /** The log of an agent that is a process of its own. */
  public synchronized void readsLog(Path file) {
    logFiles.add(file);
  }

  /** Somebody accepts that the branch was rewritten to a commit. */
  public synchronized void acceptsRewrite(String revision) {
    remark("AcceptedRewrite").put("revision", revision);
  }

  /** Requests or answers get lost on purpose: the promises hold that hold then. */
  public synchronized void isDisturbed() {
    remark("Disturbance");
  }

  private ObjectNode remark(String kind) {
    ObjectNode line = JSON.createObjectNode().put("kind", kind);
    remarks.add(line.toString());
    return line;
  }

  /** All lines, in the form that {@code backstay verify-audit} takes. */
  public synchronized List<String> lines() {
    secrets.clear();
    Map<String, EnvironmentConfig> environments = environments();
    List<String> lines = new ArrayList<>(remarks);
    followed.forEach(config -> config.environments().forEach(e -> lines.add(scope(config, e))));
    environments.forEach((name, config) -> lines.addAll(syncs(name, config)));
    followed.forEach(config -> lines.addAll(GitLog.commits(config)));
    lines.addAll(audit.linesSince(mark, environments.keySet()));
    List<String> logged = new ArrayList<>(log.lines());
    logFiles.forEach(file -> logged.addAll(read(file)));
    logged.forEach(text -> secrets.addAll(Canary.foundIn(text)));
    logged.forEach(
        text -> lines.add(JSON.createObjectNode().put("kind", "Log").put("line", text).toString()));
    return lines;
  }

  private Map<String, EnvironmentConfig> environments() {
    Map<String, EnvironmentConfig> all = new LinkedHashMap<>();
    followed.forEach(config -> config.environments().forEach(e -> all.put(name(e), e)));
    return all;
  }

  private static String name(EnvironmentConfig environment) {
    return environment.namespace() + "/" + environment.name();
  }

  private static String scope(AgentConfig config, EnvironmentConfig environment) {
    ObjectNode line = JSON.createObjectNode();
    line.put("kind", "Environment").put("environment", name(environment));
    line.set("namespaces", JSON.valueToTree(environment.allNamespaces()));
    line.set(
        "clusterKinds",
        JSON.valueToTree(environment.clusterKinds().stream().map(KindPattern::toString).toList()));
    line.put("prune", environment.prune().enabled());
    line.put("maxShare", environment.prune().maxSharePercent());
    environment.serviceAccount().ifPresent(a -> line.put("serviceAccount", a.toString()));
    line.put("followsRewrites", config.repository().rewrites() == RewritePolicy.FOLLOW);
    return line.toString();
  }

  /** As the cluster remembers them, whether the agent still lives or not. */
  private List<String> syncs(String name, EnvironmentConfig environment) {
    String parent = "configmap/backstay-" + environment.name();
    String stored = cluster.jsonPath(environment.namespace(), parent, "");
    secrets.addAll(Canary.foundIn(stored));
    String history = JSON.readTree(stored).at("/data/history").asString("");
    List<String> lines = new ArrayList<>();
    if (!history.isBlank()) {
      for (JsonNode entry : JSON.readTree(history)) {
        lines.add(((ObjectNode) entry).put("kind", "Sync").put("environment", name).toString());
      }
    }
    return lines;
  }

  private static List<String> read(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if a promise was broken; what led to it is kept in a file. The next test begins anew. */
  synchronized void judge(String test) {
    if (followed.isEmpty()) {
      return;
    }
    List<String> lines = lines();
    log.end();
    followed.clear();
    logFiles.clear();
    remarks.clear();
    Verdict verdict = verdict(lines);
    keep("verdicts.txt", List.of(test + ": " + verdict.summary()), StandardOpenOption.APPEND);
    if (verdict.requests() == 0) {
      fail("no request of the agents of this test is in the audit log: nothing could be judged");
    }
    if (!secrets.isEmpty()) {
      fail("P9: what is written down holds secrets:%n%s", String.join("\n", secrets));
    }
    if (!verdict.violations().isEmpty()) {
      Path kept = keep(test + ".jsonl", lines, StandardOpenOption.TRUNCATE_EXISTING);
      fail(
          "%s; to judge again: bin/backstay verify-audit %s%n%s",
          verdict.summary(), kept, shown(verdict));
    }
  }

  private static String shown(Verdict verdict) {
    return verdict.violations().stream()
        .limit(MOST_SHOWN)
        .map(Violation::toString)
        .collect(Collectors.joining("\n"));
  }

  private static Verdict verdict(List<String> lines) {
    try {
      return Verdict.on(StoredHistory.read(lines.stream()));
    } catch (MalformedHistory e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path keep(String name, List<String> lines, StandardOpenOption how) {
    try {
      Files.createDirectories(KEPT);
      return Files.write(
          KEPT.resolve(name), lines, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
