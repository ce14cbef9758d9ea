package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterExtension;
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

/** What is wrong is told at once and as a whole, each with its place. */
@ExtendWith(ClusterExtension.class)
final class ErrorsIT {
  private static final String SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec:
        ports:
          - port: 80
      """;

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("errors");
  private final TestRepository repository;

  ErrorsIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    repository.write("production/service.yml", SERVICE);
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private TestAgent syncedAgent() {
    String good = repository.commit("good");
    repository.push();
    TestAgent agent = agent();
    agent.awaitSynced("production", good);
    return agent;
  }

  private List<String> refusal(TestAgent agent) {
    String head = repository.commit("bad");
    repository.push();
    JsonNode status = agent.awaitState("production", head, "refused");
    List<String> told = new ArrayList<>();
    for (JsonNode error : status.path("errors")) {
      assertThat(error.path("message").asString()).isNotBlank();
      assertThat(error.path("hint").asString() + error.path("remedy").asString()).isNotBlank();
      told.add(
          "%s %s:%d %s"
              .formatted(
                  error.path("code").asString(),
                  error.path("file").asString(),
                  error.path("line").asInt(),
                  error.path("object").asString())
              .strip());
    }
    return told;
  }

  @Test
  void lesson16_allThatCannotBeReadIsToldAtOnceWithFileAndLine() {
    try (TestAgent agent = syncedAgent()) {
      repository.write("production/a.yml", "---\napiVersion: v1\nkind: ConfigMap\n\tname: x\n");
      repository.write("production/b.yml", "kind: ConfigMap\nmetadata: { name: b }\n");
      repository.write(
          "production/c/d.yml",
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: c }
          data: { a: x, a: y }
          ---
          apiVersion: v1
          kind: Secret
          metadata: { name: c }
          data: { a: "no base64" }
          """);
      assertThat(refusal(agent))
          .containsExactlyInAnyOrder(
              "BKS-110 production/a.yml:4",
              "BKS-112 production/b.yml:1",
              "BKS-111 production/c/d.yml:4",
              "BKS-204 production/c/d.yml:9 secret/c");
    }
  }

  @Test
  void lesson16_allThatHasNoPlaceIsToldAtOnceWithFileAndLine() {
    try (TestAgent agent = syncedAgent()) {
      repository.write(
          "production/many.yml",
          """
          apiVersion: apps/v1beta1
          kind: Deployment
          metadata: { name: old }
          ---
          apiVersion: v1
          kind: ConfgMap
          metadata: { name: typo }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: far, namespace: kube-system }
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: { name: wide }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: backstay-production-digests-3 }
          """);
      repository.write("production/zz.yml", Manifests.deployment("web", "2.0.0"));
      assertThat(refusal(agent))
          .containsExactlyInAnyOrder(
              "BKS-201 production/many.yml:1 deployment.apps/old",
              "BKS-201 production/many.yml:5 confgmap/typo",
              "BKS-301 production/many.yml:11 configmap/far",
              "BKS-301 production/many.yml:13 clusterrole.rbac.authorization.k8s.io/wide",
              "BKS-305 production/many.yml:19 configmap/backstay-production-digests-3",
              "BKS-113 production/zz.yml:2 deployment.apps/web");
    }
  }

  @Test
  void lesson16_allThatTheApiServerDoesNotAcceptIsToldAtOnceWithFileAndLine() {
    try (TestAgent agent = syncedAgent()) {
      badForTheApiServer();
      assertThat(refusal(agent))
          .containsExactlyInAnyOrder(
              "BKS-205 production/web.yml:7 deployment.apps/web",
              "BKS-204 production/service.yml:7 service/web",
              "BKS-204 production/more.yml:5 configmap/more",
              "BKS-204 production/other.yml:6 deployment.apps/other");
      assertThat(cluster.exists(namespace, "configmap/more")).isFalse();
    }
  }

  @Test
  void lesson16_aFirstSyncTellsAllErrorsToo() {
    badForTheApiServer();
    try (TestAgent agent = agent()) {
      assertThat(refusal(agent))
          .containsExactlyInAnyOrder(
              "BKS-204 production/service.yml:7 service/web",
              "BKS-204 production/more.yml:5 configmap/more",
              "BKS-204 production/other.yml:6 deployment.apps/other");
    }
  }

  private void badForTheApiServer() {
    repository.write(
        "production/web.yml",
        Manifests.deployment("web", "1.0.0").replace("app: web }", "app: other }"));
    repository.write("production/service.yml", SERVICE.replace("port: 80", "port: 80000"));
    repository.write(
        "production/more.yml", Manifests.configMap("more", "a").replace("\ndata:", "\ndat:"));
    repository.write(
        "production/other.yml",
        Manifests.deployment("other", "1.0.0").replace("replicas: 2", "replica: 2"));
  }

  @Test
  void lesson22_aSchemaMistakeThatTheServerAnswersWith500IsTheAuthorsAndTriedOnce() {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    repository.write("elsewhere/note.md", "a");
    try (TestAgent agent = syncedAgent()) {
      long mark = audit.mark();
      repository.write(
          "production/web.yml",
          Manifests.deployment("web", "1.0.0").replace("replicas: 2", "replica: 2"));
      assertThat(refusal(agent))
          .containsExactly("BKS-204 production/web.yml:6 deployment.apps/web");
      JsonNode error = agent.status("production").path("errors").get(0);
      assertThat(error.path("message").asString())
          .isEqualTo(".spec.replica: field not declared in schema");

      // a head that leaves the folder as it is: it is looked at, and nothing is tried again
      repository.write("elsewhere/note.md", "b");
      String head = repository.commit("elsewhere");
      repository.push();
      agent.awaitState("production", head, "refused");
      assertThat(
              audit.since(mark, namespace).stream()
                  .filter(r -> r.verb().equals("patch") && r.resource().equals("deployments")))
          .hasSize(1)
          .allMatch(AuditLog.Request::isDryRun);
      assertThat(agent.status("production").path("retry").isEmpty())
          .as("no next try: %s", agent.status("production"))
          .isTrue();
    }
  }
}
