package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.EscapeTable;
import dev.backstay.testing.EscapeTable.Row;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every way out of an environment that we know of, tried in one commit on a real API server. */
@ExtendWith(ClusterExtension.class)
final class ConfinementIT {
  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("confined");
  private final TestRepository repository;

  ConfinementIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/web.yml", Manifests.configMap("web", "a"));
    repository.write("neighbour/web.yml", Manifests.configMap("next", "a"));
  }

  @Test
  void p6EveryEscapeOfOneCommitIsRefusedAndNothingOfItIsWritten() {
    String good = repository.commit("good");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            new Env("production", "production", namespace, EscapeTable.SETTINGS),
            new Env("neighbour", "neighbour", namespace, ""))) {
      agent.awaitSynced("production", good);
      agent.awaitSynced("neighbour", good);
      long mark = cluster.auditLog().map(AuditLog::mark).orElse(0L);

      List<String> expected = new ArrayList<>();
      for (Row row : played(EscapeTable.escapes(namespace))) {
        repository.write(row.path(), row.yaml());
        row.errors().forEach(error -> expected.add(at(row.path(), error)));
      }
      repository.write("production/web.yml", Manifests.configMap("web", "b"));
      String bad = repository.commit("every way out");
      repository.push();

      assertThat(expected).hasSizeGreaterThan(80);
      assertThat(errors(agent.awaitState("production", bad, "refused")))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(cluster.jsonPath(namespace, "configmap/web", ".data.value")).isEqualTo("a");
      cluster.auditLog().ifPresent(log -> assertThat(writes(log, mark)).isEmpty());

      played(EscapeTable.escapes(namespace)).forEach(row -> repository.delete(row.path()));
      played(EscapeTable.lookalikes(namespace))
          .forEach(row -> repository.write(row.path(), row.yaml()));
      String better = repository.commit("what only looks like it");
      repository.push();
      agent.awaitSynced("production", better);
      assertThat(cluster.jsonPath(namespace, "configmap/web", ".data.value")).isEqualTo("b");
    }
  }

  private static List<Row> played(List<Row> rows) {
    return rows.stream().filter(row -> !row.pure()).toList();
  }

  /** {@code BKS-301 production/escape-01.yml:5}. */
  private static String at(String path, String error) {
    int colon = error.indexOf(':');
    return error.substring(0, colon) + " " + path + error.substring(colon);
  }

  private static List<String> errors(JsonNode status) {
    List<String> told = new ArrayList<>();
    for (JsonNode error : status.path("errors")) {
      told.add(
          "%s %s:%d"
              .formatted(
                  error.path("code").asString(),
                  error.path("file").asString(),
                  error.path("line").asInt()));
    }
    return told;
  }

  /** Tried or done, but for what tells of the refusal. */
  private List<AuditLog.Request> writes(AuditLog log, long mark) {
    return log.since(mark, namespace).stream()
        .filter(request -> request.isWrite() && !request.isCountedApart())
        .filter(request -> !request.resource().equals("events"))
        .filter(request -> !request.name().equals("backstay-production"))
        .filter(request -> !request.name().equals("backstay-neighbour"))
        .toList();
  }
}
