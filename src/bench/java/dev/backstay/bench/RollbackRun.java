package dev.backstay.bench;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** An agent, a process of its own, that polls seldom: it is told of each push by a request. */
final class RollbackRun implements AutoCloseable {
  private static final String ENVIRONMENT = "production";
  private static final String NAMESPACE = "rollback";

  private final TestRepository repository;
  private final AuditLog audit;
  private final ProcessAgent agent;

  private RollbackRun(TestCluster cluster, TestRepository repository, ProcessAgent agent) {
    this.repository = repository;
    this.audit = cluster.auditLog().orElseThrow();
    this.agent = agent;
  }

  static RollbackRun start(TestCluster cluster, Path folder) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    write(repository, "begin").commit("begin");
    repository.push();
    Path file =
        TestAgent.configure(
            cluster.agentKubeconfig(),
            folder.resolve("agent"),
            repository.url(),
            Env.of(ENVIRONMENT, NAMESPACE));
    String config = Files.readString(file);
    Files.writeString(file, config.replace("pollInterval: 1s", "pollInterval: 30m"));
    ProcessAgent agent = ProcessAgent.start(file, folder.resolve("log"));
    agent.awaitSynced(ENVIRONMENT, repository.head());
    return new RollbackRun(cluster, repository, agent);
  }

  private static TestRepository write(TestRepository repository, String tag) {
    return repository.write(
        ENVIRONMENT + "/web.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: main, image: "outsrc/web:%s" }] }
        """
            .formatted(tag));
  }

  /** A new version, then one that never gets ready, and its revert while it is waited for. */
  RollbackTimes.Round round(int number) {
    String good = write(repository, "1." + number).commit("good " + number);
    Instant pushedGood = push();
    Duration firstRollout = Duration.between(pushedGood, syncedAt(good));

    String bad = write(repository, "broken").commit("bad " + number);
    push();
    agent.awaitState(ENVIRONMENT, bad, "rolling-out");

    String revert = repository.revert(bad);
    long mark = audit.mark();
    Instant pushed = push();
    Instant synced = syncedAt(revert);
    return new RollbackTimes.Round(
        Duration.between(pushed, firstApplySince(mark)),
        Duration.between(pushed, synced),
        firstRollout);
  }

  /** Pushes and tells the agent; gives the moment between the two. */
  private Instant push() {
    repository.push();
    Instant pushed = Instant.now();
    agent.sync(ENVIRONMENT);
    return pushed;
  }

  private Instant syncedAt(String revision) {
    agent.awaitSynced(ENVIRONMENT, revision);
    return Instant.parse(agent.history(ENVIRONMENT).get(0).path("finished").asString());
  }

  /** When the API server had answered, by its own log. */
  private Instant firstApplySince(long mark) {
    return audit
        .eventsSince(mark)
        .filter(RollbackRun::isApply)
        .map(event -> Instant.parse(event.path("stageTimestamp").asString()))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static boolean isApply(JsonNode event) {
    return event.path("verb").asString("").equals("patch")
        && event.path("stage").asString("").equals("ResponseComplete")
        && event.path("objectRef").path("resource").asString("").equals("deployments")
        && event.path("objectRef").path("namespace").asString("").equals(NAMESPACE)
        && event.path("objectRef").path("subresource").asString("").isEmpty()
        && event.path("userAgent").asString("").startsWith("backstay/")
        && !event.path("requestURI").asString("").contains("dryRun=All");
  }

  @Override
  public void close() {
    agent.close();
  }
}
