package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AdmissionWebhook;
import dev.backstay.testing.AuditLog;
import dev.backstay.testing.AuditLog.Request;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the server, a webhook or a controller makes of a manifest is written once. */
@ExtendWith(ClusterExtension.class)
final class NeverAgainIT {
  /** Quantities that are normalized, nulls and empty objects, much that is defaulted. */
  private static final String ODD =
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: odd, creationTimestamp: null, labels: {} }
      spec:
        replicas: 1
        strategy: {}
        selector: { matchLabels: { app: odd } }
        template:
          metadata: { creationTimestamp: null, labels: { app: odd } }
          spec:
            containers:
              - name: main
                image: outsrc/odd:1.0.0
                resources: { requests: { cpu: "1000m", memory: "1024Mi" }, limits: { cpu: 2.0 } }
                ports: [{ containerPort: 80 }]
      status: {}
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: odd }
      spec: { selector: { app: odd }, ports: [{ port: 80 }] }
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: odd }
      stringData: { user: ada }
      """;

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("again");
  private final TestRepository repository;

  NeverAgainIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private AuditLog audit() {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    return cluster.auditLog().orElseThrow();
  }

  /** Lets a number of polls go by. */
  private static void awaitPolls(TestAgent agent, int polls) {
    for (int i = 0; i < polls; i++) {
      String before = lastSuccess(agent);
      await().until(() -> !lastSuccess(agent).equals(before));
    }
  }

  private static String lastSuccess(TestAgent agent) {
    return TestAgent.json(agent.get("/api/v1/environments").body())
        .at("/repository/lastSuccess")
        .asString("");
  }

  private List<Request> writes(AuditLog audit, long mark) {
    return audit.since(mark, namespace).stream()
        .filter(r -> r.isWrite() && !r.isDryRun() && !r.isCountedApart())
        .filter(r -> !List.of("events", "namespaces").contains(r.resource()))
        .filter(r -> !r.name().startsWith("backstay-"))
        .toList();
  }

  @Test
  void lesson13_defaultsAndNormalizedValuesAreWrittenOnce() {
    AuditLog audit = audit();
    long mark = audit.mark();
    String first = repository.write("production/odd.yml", ODD).commit("odd");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      awaitPolls(agent, 3);
      agent.awaitSynced("production", first);
    }
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      awaitPolls(agent, 2);
      assertThat(agent.status("production").path("drift")).isEmpty();
    }
    assertThat(writes(audit, mark))
        .extracting(r -> r.resource() + "/" + r.name())
        .containsExactlyInAnyOrder("deployments/odd", "services/odd", "secrets/odd");
  }

  @Test
  void lesson13_whatAMutatingWebhookChangesIsWrittenOnce() throws Exception {
    AuditLog audit = audit();
    cluster.kubectl("create", "namespace", namespace);
    String patch =
        """
        [{"op": "add", "path": "/metadata/annotations", "value": {"injected": "yes"}},
         {"op": "replace", "path": "/data/value", "value": "mutated"}]
        """;
    String name = namespace + "-webhook";
    try (AdmissionWebhook webhook = AdmissionWebhook.start(folder, patch);
        TestAgent agent = agent()) {
      Path file = folder.resolve("webhook.yml");
      Files.writeString(file, webhook.configuration(name, namespace, "", "configmaps"));
      // the agent's own records are ConfigMaps too: only those of this application are reviewed
      Files.writeString(
          file,
          Files.readString(file)
              .replace(
                  "    rules:",
                  "    objectSelector: { matchLabels: { app: mutated } }\n    rules:"));
      cluster.kubectl("apply", "-f", file.toString());
      long mark = audit.mark();
      String first =
          repository
              .write(
                  "production/cm.yml",
                  Manifests.configMap("cm", "a")
                      .replace("name: cm", "name: cm, labels: { app: mutated }"))
              .commit("to be mutated");
      repository.push();
      agent.awaitSynced("production", first);
      awaitPolls(agent, 3);
      agent.awaitSynced("production", first);

      assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("mutated");
      assertThat(writes(audit, mark)).extracting(Request::name).containsExactly("cm");
      assertThat(webhook.reviews()).isPositive();
      assertThat(agent.status("production").path("drift")).isEmpty();
    } finally {
      cluster.kubectl("delete", "mutatingwebhookconfiguration", name, "--ignore-not-found");
    }
  }

  @Test
  void lesson21_aKeyRemovedFromStringDataLeavesTheSecretAndAnEditOfItsDataIsSeen() {
    String two =
        """
        apiVersion: v1
        kind: Secret
        metadata: { name: login }
        stringData: { user: ada, old: key }
        """;
    String first = repository.write("production/secret.yml", two).commit("two keys");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      assertThat(cluster.jsonPath(namespace, "secret/login", ".data.old")).isNotEmpty();
      String second =
          repository.write("production/secret.yml", two.replace(", old: key", "")).commit("one");
      repository.push();
      agent.awaitSynced("production", second);
      assertThat(cluster.jsonPath(namespace, "secret/login", ".data.old")).isEmpty();

      String before = cluster.jsonPath(namespace, "secret/login", ".data.user");
      cluster.kubectl(
          "patch", "secret/login", "-n", namespace, "-p", "{\"data\":{\"user\":\"eHh4\"}}");
      await()
          .untilAsserted(
              () -> {
                assertThat(cluster.jsonPath(namespace, "secret/login", ".data.user"))
                    .isEqualTo(before);
                assertThat(agent.status("production").path("drift").toString())
                    .contains(".data.user", "kubectl-patch")
                    .doesNotContain("eHh4");
              });
    }
  }
}
