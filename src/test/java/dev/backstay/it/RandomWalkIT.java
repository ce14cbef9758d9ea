package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever way led to a state of the folder, the cluster holds what it would hold if that state
 * were applied to an empty namespace. {@code -Dbackstay.walk.seed=N} walks other ways, {@code
 * -Dbackstay.walk.steps=N} longer ones.
 */
@ExtendWith(ClusterExtension.class)
final class RandomWalkIT {
  private static final int WALKS = 6;
  private static final int STEPS = Integer.getInteger("backstay.walk.steps", 8);
  private static final long SEED = Long.getLong("backstay.walk.seed", 5);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, String> KINDS =
      Map.of(
          "configmaps", "ConfigMap",
          "secrets", "Secret",
          "services", "Service",
          "deployments", "Deployment");

  @Test
  void whateverWayLedToAStateItIsAsIfItHadBeenAppliedAtOnce(
      TestCluster cluster, @TempDir Path folder) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    List<Walk> walks =
        IntStream.range(0, WALKS)
            .mapToObj(i -> new Walk("walk-" + i, TestCluster.uniqueName("walk"), SEED * WALKS + i))
            .toList();
    Env[] environments =
        walks.stream().map(w -> Env.of(w.name(), w.namespace())).toArray(Env[]::new);
    long mark = cluster.auditLog().map(AuditLog::mark).orElse(0L);
    String first = commit(repository, walks);
    try (TestAgent agent =
        TestAgent.start(cluster, folder.resolve("agent"), repository.url(), environments)) {
      arrive(agent, walks, first);
      for (int step = 1; step <= STEPS; step++) {
        arrive(agent, walks, walk(repository, walks, step));
      }
    }
    for (Walk walk : walks) {
      assertThat(live(cluster, walk.namespace()))
          .as("%s of seed %d", walk.name(), SEED)
          .isEqualTo(appliedAtOnce(cluster, walk, folder));
    }
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    for (Walk walk : walks) {
      assertThat(counts(audit.since(mark, walk.namespace()), walk.namespace()))
          .as("requests of %s of seed %d", walk.name(), SEED)
          .isEqualTo(walk.counts());
    }
  }

  /** Every fourth step is a revert of the one before; the last but one is good for all. */
  private static String walk(TestRepository repository, List<Walk> walks, int step)
      throws IOException {
    if (step % 4 == 3 && step < STEPS - 1) {
      walks.forEach(Walk::revert);
      String head = repository.revert(repository.head());
      repository.push();
      return head;
    }
    // a revert leads to where the step before the last one came to
    boolean mayBeUnhealthy = step < STEPS - 1 && step % 4 != 1;
    walks.forEach(walk -> walk.step(step != STEPS - 1, mayBeUnhealthy));
    return commit(repository, walks);
  }

  private static String commit(TestRepository repository, List<Walk> walks) throws IOException {
    for (Walk walk : walks) {
      Path folder = repository.work().resolve(walk.name());
      if (Files.exists(folder)) {
        repository.delete(walk.name());
      }
      walk.state()
          .texts()
          .forEach((file, text) -> repository.write(walk.name() + "/" + file, text));
    }
    String head = repository.commit("step");
    repository.push();
    return head;
  }

  private static void arrive(TestAgent agent, List<Walk> walks, String head) {
    agent.sync(walks.getFirst().name());
    walks.forEach(walk -> agent.awaitState(walk.name(), head, walk.expectedState()));
  }

  /** The real kubectl, into a namespace of its own. */
  private static SortedMap<String, JsonNode> appliedAtOnce(
      TestCluster cluster, Walk walk, Path folder) throws IOException {
    String namespace = walk.namespace() + "-at-once";
    cluster.kubectl("create", "namespace", namespace);
    Path file =
        Files.writeString(
            folder.resolve(walk.name() + ".yml"),
            String.join("", walk.lastDeployed().texts().values()));
    cluster.kubectl("apply", "--server-side", "-n", namespace, "-f", file.toString());
    return live(cluster, namespace);
  }

  private static SortedMap<String, JsonNode> live(TestCluster cluster, String namespace) {
    JsonNode list =
        JSON.readTree(
            cluster.kubectl(
                "get", String.join(",", KINDS.keySet()), "-n", namespace, "-o", "json"));
    SortedMap<String, JsonNode> objects = new TreeMap<>();
    for (JsonNode item : list.path("items")) {
      String name = item.path("metadata").path("name").asString("");
      if (!name.startsWith("backstay-") && !name.equals("kube-root-ca.crt")) {
        objects.put(item.path("kind").asString("") + "/" + name, normal((ObjectNode) item));
      }
    }
    return objects;
  }

  /** Without what the API server, a controller or Backstay adds. */
  private static JsonNode normal(ObjectNode object) {
    object.remove("status");
    ObjectNode metadata = (ObjectNode) object.path("metadata");
    metadata.remove(
        List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "namespace"));
    remove(metadata, "labels", List.of("applyset.kubernetes.io/part-of"));
    remove(
        metadata,
        "annotations",
        List.of("kubernetes.io/change-cause", "deployment.kubernetes.io/revision"));
    remove(object, "spec", List.of("clusterIP", "clusterIPs"));
    return object;
  }

  private static void remove(ObjectNode object, String field, List<String> names) {
    if (object.path(field) instanceof ObjectNode inner) {
      inner.remove(names);
      if (inner.isEmpty()) {
        object.remove(field);
      }
    }
  }

  private static SortedMap<String, Walk.Counts> counts(
      List<AuditLog.Request> requests, String namespace) {
    SortedMap<String, Walk.Counts> counts = new TreeMap<>();
    List<AuditLog.Request> writes = new ArrayList<>(requests);
    writes.removeIf(
        r ->
            !r.isWrite()
                || r.isDryRun()
                || !r.namespace().equals(namespace)
                || !KINDS.containsKey(r.resource())
                || r.name().startsWith("backstay-"));
    for (AuditLog.Request write : writes) {
      counts.merge(KINDS.get(write.resource()) + "/" + write.name(), one(write), Walk.Counts::plus);
    }
    return counts;
  }

  private static Walk.Counts one(AuditLog.Request write) {
    return switch (write.verb() + " " + write.code()) {
      case "patch 201" -> new Walk.Counts(1, 0, 0);
      case "patch 200" -> new Walk.Counts(0, 1, 0);
      case "delete 200" -> new Walk.Counts(0, 0, 1);
      default -> throw new AssertionError("unexpected: " + write);
    };
  }
}
