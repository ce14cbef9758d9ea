package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Of two agents one writes, whatever happens to the other. */
@ExtendWith(ClusterExtension.class)
final class OneWriterIT {
  private static final int OBJECTS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration AFTER_WAKING = Duration.ofSeconds(1);

  /** A real agent in a process of its own, which can be frozen. */
  private record AgentProcess(Process process, Path folder) implements AutoCloseable {
    static AgentProcess start(Path folder, Path config) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.backstay.cli.Backstay",
              "run",
              "--config",
              config.toString());
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      return new AgentProcess(builder.start(), folder);
    }

    /** What it calls itself in the audit log, as soon as it has a name. */
    String id() {
      Path file = folder.resolve("data").resolve("agent-id");
      await().atMost(PATIENCE).until(() -> Files.exists(file));
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void signal(String name) throws IOException {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.onExit().join().exitValue()).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void anAgentThatWasFrozenPastItsLeaseWritesNothingMoreAfterItWakes(
      TestCluster cluster, @TempDir Path folder) throws Exception {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("frozen");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/all.yml", Manifests.configMaps(OBJECTS, "a")).commit("a");
    repository.push();
    Env env = Env.of("production", namespace);
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    // if it saw the newer commit when it wakes, it could stop for that before it sees its Lease
    Path firstConfig =
        TestAgent.pollingRarely(TestAgent.configure(cluster, one, repository.url(), env));
    Path secondConfig = TestAgent.configure(cluster, two, repository.url(), env);
    long mark = audit.mark();
    try (AgentProcess first = AgentProcess.start(one, firstConfig)) {
      String firstId = first.id();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> writes(audit, mark, firstId, namespace).size() > 40);
      first.signal("STOP");
      assertThat(writes(audit, mark, firstId, namespace))
          .as("it is frozen in the middle")
          .hasSizeLessThan(OBJECTS);

      String head =
          repository.write("production/all.yml", Manifests.configMaps(OBJECTS, "b")).commit("b");
      repository.push();
      try (AgentProcess second = AgentProcess.start(two, secondConfig)) {
        String secondId = second.id();
        await().atMost(PATIENCE).until(() -> isSynced(cluster, namespace, secondId, head));

        Instant woken = Instant.now();
        first.signal("CONT");
        await()
            .atMost(PATIENCE)
            .until(() -> renewals(audit, mark, firstId, woken.plus(AFTER_WAKING)) >= 2);
        assertThat(writes(audit, mark, firstId, namespace))
            .as("its writes since it woke")
            .filteredOn(event -> received(event).isAfter(woken.plus(AFTER_WAKING)))
            .isEmpty();
        assertThat(Files.readString(one.resolve("log"))).contains("Lease could not be renewed");
        // what was on its way when it was frozen may have arrived, and is set right
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(values(cluster, namespace)).containsExactly("b"));
        await().atMost(PATIENCE).until(() -> isSynced(cluster, namespace, secondId, head));
      }
    }
  }

  /** Every request of one agent in the namespace that could change something. */
  private static List<JsonNode> writes(AuditLog audit, long mark, String agent, String namespace) {
    return audit
        .eventsSince(mark)
        .filter(event -> isBy(event, agent))
        .filter(event -> event.path("objectRef").path("namespace").asString("").equals(namespace))
        .filter(
            event ->
                !Set.of("get", "list", "watch").contains(event.path("verb").asString(""))
                    && !event.path("requestURI").asString("").contains("dryRun=All"))
        .toList();
  }

  private static long renewals(AuditLog audit, long mark, String agent, Instant since) {
    return audit
        .eventsSince(mark)
        .filter(event -> isBy(event, agent))
        .filter(event -> event.path("objectRef").path("resource").asString("").equals("leases"))
        .filter(event -> event.path("verb").asString("").equals("patch"))
        .filter(event -> received(event).isAfter(since))
        .count();
  }

  private static boolean isBy(JsonNode event, String agent) {
    return event.path("userAgent").asString("").contains(" " + agent);
  }

  private static Instant received(JsonNode event) {
    return Instant.parse(event.path("requestReceivedTimestamp").asString(""));
  }

  private static boolean isSynced(
      TestCluster cluster, String namespace, String agent, String revision) {
    String annotations =
        cluster.jsonPath(namespace, "configmap/backstay-production", ".metadata.annotations");
    return annotations.contains("\"backstay.dev/holder\":\"" + holder(agent) + "\"")
        && annotations.contains("\"backstay.dev/state\":\"synced\"")
        && annotations.contains("\"backstay.dev/revision\":\"" + revision + "\"");
  }

  private static String holder(String agent) {
    return TestCluster.AGENT_NAMESPACE + "/backstay-" + agent;
  }

  private static Set<String> values(TestCluster cluster, String namespace) {
    String all =
        cluster.kubectl(
            "get",
            "configmaps",
            "-n",
            namespace,
            "-l",
            "applyset.kubernetes.io/part-of",
            "-o",
            "jsonpath={range .items[*]}{.data.value}{\"\\n\"}{end}");
    assertThat(all.lines().count()).isEqualTo(OBJECTS);
    return all.lines().collect(Collectors.toCollection(TreeSet::new));
  }
}
