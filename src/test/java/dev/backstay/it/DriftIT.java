package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.AuditLog.Request;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What people do to live objects by hand is seen, named, and taken back. */
@ExtendWith(ClusterExtension.class)
final class DriftIT {
  private static final String WEB = "deployment/web";

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("drift");
  private final TestRepository repository;

  DriftIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    repository.write("production/cm.yml", Manifests.configMap("settings", "a"));
    repository.commit("web and its settings");
    repository.push();
  }

  private TestAgent agent(String more) {
    return TestAgent.start(
        cluster,
        folder.resolve("agent"),
        repository.url(),
        new Env("production", "production", namespace, more));
  }

  private String kubectl(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--namespace";
    all[arguments.length + 1] = namespace;
    return cluster.kubectl(all);
  }

  private String at(String object, String path) {
    return cluster.jsonPath(namespace, object, path);
  }

  private void awaitAt(String object, String path, String value) {
    await().untilAsserted(() -> assertThat(at(object, path)).isEqualTo(value));
  }

  /** Waits until the newest drift that was told is about an object. */
  private JsonNode awaitDrift(TestAgent agent, String object) {
    return await()
        .until(
            () ->
                agent
                    .status("production")
                    .path("drift")
                    .valueStream()
                    .findFirst()
                    .filter(d -> d.path("object").asString("").equals(object)),
            Optional::isPresent)
        .orElseThrow();
  }

  private static List<String> fields(JsonNode drift) {
    return drift.path("fields").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void s8AScaledDeploymentIsScaledBackByOneWrite() {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      long mark = audit.mark();

      kubectl("scale", WEB, "--replicas=5");
      JsonNode drift = awaitDrift(agent, "deployment.apps/web");

      assertThat(fields(drift)).containsExactly(".spec.replicas");
      assertThat(drift.path("by").asString()).isEqualTo("kubectl (scale)");
      assertThat(drift.path("what").asString()).isEqualTo("changed");
      assertThat(drift.path("corrected").asBoolean()).isTrue();
      assertThat(at(WEB, ".spec.replicas")).isEqualTo("2");
      agent.awaitSynced("production", repository.head());
      List<Request> writes =
          audit.since(mark, namespace).stream()
              .filter(Request::isWrite)
              .filter(r -> !r.isCountedApart())
              .toList();
      assertThat(writes).filteredOn(r -> r.resource().equals("deployments")).hasSize(1);
      assertThat(writes).filteredOn(r -> r.name().equals("backstay-production")).hasSize(1);
      assertThat(writes).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void s8AnImageSetByHandIsSetBackAndItsReplicaSetUsedAgain() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      String replicaSets = kubectl("get", "replicasets", "-o", "name");

      kubectl("set", "image", WEB, "main=outsrc/web:hotfix");
      JsonNode drift = awaitDrift(agent, "deployment.apps/web");

      assertThat(fields(drift)).contains(".spec.template.spec.containers[main].image");
      assertThat(drift.path("by").asString()).isEqualTo("kubectl-set");
      awaitAt(WEB, ".spec.template.spec.containers[0].image", "outsrc/web:1.0.0");
      agent.awaitSynced("production", repository.head());
      awaitAt(WEB, ".status.updatedReplicas", "2");
      assertThat(kubectl("get", "replicasets", "-o", "name")).contains(replicaSets.strip());
    }
  }

  @Test
  void whatIsDeletedByHandComesBack() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      kubectl("delete", "configmap/settings");
      JsonNode drift = awaitDrift(agent, "configmap/settings");
      assertThat(drift.path("what").asString()).isEqualTo("deleted");
      awaitAt("configmap/settings", ".data.value", "a");
      agent.awaitSynced("production", repository.head());
    }
  }

  @Test
  void aLabelThatWasTakenOffIsPutBack() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      kubectl("label", "configmap/settings", "applyset.kubernetes.io/part-of-");
      JsonNode drift = awaitDrift(agent, "configmap/settings");
      assertThat(fields(drift)).containsExactly(".metadata.labels[applyset.kubernetes.io/part-of]");
      assertThat(at("configmap/settings", ".metadata.labels")).contains("applyset-");
    }
  }

  @Test
  void lesson14_whatAPersonAddsIsSeenAndRemovedAndWhatControllersAddStays() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      String revision = at(WEB, ".metadata.annotations.deployment\\.kubernetes\\.io/revision");

      kubectl("set", "env", WEB, "DEBUG=1");
      JsonNode env = awaitDrift(agent, "deployment.apps/web");
      assertThat(env.path("what").asString()).isEqualTo("added");
      assertThat(env.path("by").asString()).isEqualTo("kubectl-set");
      assertThat(fields(env)).contains(".spec.template.spec.containers[main].env[DEBUG].value");
      awaitAt(WEB, ".spec.template.spec.containers[0].env", "");

      kubectl("annotate", "configmap/settings", "note=by-hand");
      kubectl("patch", "configmap/settings", "--patch", "{\"data\":{\"more\":\"x\"}}");
      awaitAt("configmap/settings", ".data.more", "");
      awaitAt("configmap/settings", ".metadata.annotations.note", "");
      agent.awaitSynced("production", repository.head());

      assertThat(at("configmap/settings", ".data.value")).isEqualTo("a");
      assertThat(at(WEB, ".metadata.annotations.deployment\\.kubernetes\\.io/revision"))
          .as("the controller's own annotation")
          .isNotEmpty()
          .isGreaterThanOrEqualTo(revision);
    }
  }

  @Test
  void reportTellsAndWritesNothing() {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    try (TestAgent agent = agent(", drift: report")) {
      agent.awaitSynced("production", repository.head());
      long mark = audit.mark();

      kubectl("scale", WEB, "--replicas=3");
      JsonNode drift = awaitDrift(agent, "deployment.apps/web");

      assertThat(fields(drift)).containsExactly(".spec.replicas");
      assertThat(drift.path("corrected").asBoolean()).isFalse();
      JsonNode status = agent.awaitState("production", repository.head(), "degraded");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo("BKS-412");
      assertThat(at(WEB, ".spec.replicas")).isEqualTo("3");
      assertThat(audit.since(mark, namespace))
          .filteredOn(r -> r.isWrite() && !r.isDryRun() && !r.isCountedApart())
          .allMatch(r -> r.resource().equals("events"));

      kubectl("delete", "configmap/settings");
      await()
          .untilAsserted(
              () ->
                  assertThat(agent.status("production").path("drift").get(0).toString())
                      .contains("configmap/settings", "deleted"));
      assertThat(cluster.exists(namespace, "configmap/settings")).isFalse();
    }
  }

  @Test
  void aRestartByHandIsNotUndoneAndGoesWithTheNextCommit() {
    String restartedAt =
        ".spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt";
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      kubectl("rollout", "restart", WEB);
      // something that is corrected after it: then the restart was looked at too
      kubectl("delete", "configmap/settings");
      awaitDrift(agent, "configmap/settings");
      assertThat(at(WEB, restartedAt)).isNotEmpty();
      agent.awaitSynced("production", repository.head());

      repository.write("production/web.yml", Manifests.deployment("web", "1.1.0"));
      String next = repository.commit("1.1.0");
      repository.push();
      agent.awaitSynced("production", next);
      assertThat(at(WEB, restartedAt)).isEmpty();
      assertThat(at(WEB, ".spec.template.spec.containers[0].image")).isEqualTo("outsrc/web:1.1.0");
    }
  }

  @Test
  void aHotFixThatGitTakesUpAndLaterDropsIsGoneThen() {
    String fixed = Manifests.configMap("settings", "a") + "  \n";
    String withFix = fixed.replace("value: \"a\"", "value: \"a\", fix: \"1\"");
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      repository.write("production/cm.yml", withFix);
      String takenUp = repository.commit("take up the fix");
      repository.push();
      agent.awaitSynced("production", takenUp);
      // an equal value makes its writer a co-owner
      kubectl(
          "apply",
          "--server-side",
          "--field-manager=kubectl-hotfix",
          "-f",
          configMapFile("fix: \"1\""));
      repository.write("production/cm.yml", Manifests.configMap("settings", "a"));
      String dropped = repository.commit("drop it");
      repository.push();
      agent.awaitSynced("production", dropped);
      assertThat(at("configmap/settings", ".data.fix")).isEmpty();
    }
  }

  private String configMapFile(String data) {
    Path file = folder.resolve("by-hand.yml");
    try {
      java.nio.file.Files.writeString(
          file,
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: settings }
          data: { %s }
          """
              .formatted(data));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file.toString();
  }

  @Test
  void whatWasChangedWhileTheAgentWasAwayIsFoundByItsNextStart() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
    }
    kubectl("scale", WEB, "--replicas=4");
    kubectl("delete", "configmap/settings");
    try (TestAgent agent = agent("")) {
      awaitAt(WEB, ".spec.replicas", "2");
      awaitAt("configmap/settings", ".data.value", "a");
      agent.awaitSynced("production", repository.head());
      assertThat(agent.history("production").valueStream().map(e -> e.path("outcome").asString()))
          .containsExactly("corrected", "synced");
    }
  }

  @Test
  void somebodyElseApplyingUnderOurNameIsFound() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      Path file = Path.of(configMapFile("value: \"taken\""));
      // only what we own too, with another value, so that our set of fields stays the same
      kubectl("apply", "--server-side", "--field-manager=backstay", "-f", file.toString());
      awaitAt("configmap/settings", ".data.value", "a");
    }
  }

  @Test
  void whoKeepsWritingTheSameFieldIsNamedAndLeftAlone() {
    try (TestAgent agent = agent("")) {
      agent.awaitSynced("production", repository.head());
      await()
          .atMost(java.time.Duration.ofSeconds(60))
          .until(
              () -> {
                if (at("configmap/settings", ".data.value").equals("a")) {
                  kubectl("patch", "configmap/settings", "-p", "{\"data\":{\"value\":\"mine\"}}");
                }
                return agent.status("production").path("errors").toString();
              },
              errors -> errors.contains("BKS-413"));
      String error = agent.status("production").path("errors").toString();
      assertThat(error).contains(".data.value", "kubectl-patch", "backstay");
      assertThat(agent.getProbe("/metrics").body())
          .contains("backstay_drift_fights_total{environment=\"production\"} 1.0");
    }
  }
}
