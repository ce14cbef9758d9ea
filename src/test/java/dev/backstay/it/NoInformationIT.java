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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is not known is never taken for what is not wanted: nothing is deleted then. */
@ExtendWith(ClusterExtension.class)
final class NoInformationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("unknown");
  private final TestRepository repository;
  private final String kinds = namespace.replace("-", "") + "s";
  private long mark;

  NoInformationIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
  }

  @BeforeEach
  void markTheAuditLog() {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    mark = cluster.auditLog().orElseThrow().mark();
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private String push(String message) {
    String head = repository.commit(message);
    repository.push();
    return head;
  }

  private void assertNothingWasDeleted() {
    assertThat(cluster.auditLog().orElseThrow().since(mark, namespace))
        .filteredOn(request -> request.verb().startsWith("delete") && !request.isDryRun())
        .extracting(AuditLog.Request::uri)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "missing, BKS-101",
    "empty, BKS-102",
    "comments, BKS-102",
    "unreadable, BKS-110",
    "link, BKS-103",
    "submodule, BKS-103",
  })
  void lesson02_aFolderThatCannotBeReadDeletesNothing(String what, String code) {
    String first = push("both");
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      repository.delete("production");
      String head = breakFolder(what);
      repository.push();
      JsonNode status = agent.awaitState("production", head, "refused");
      assertThat(status.path("errors").get(0).path("code").asString()).isEqualTo(code);
      assertThat(status.path("deployed").path("revision").asString()).isEqualTo(first);
      assertNothingWasDeleted();
      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
    }
  }

  private String breakFolder(String what) {
    return switch (what) {
      case "missing" -> repository.write("README.md", "gone").commit(what);
      case "empty" -> repository.write("production/README.md", "nothing").commit(what);
      case "comments" -> repository.write("production/all.yml", "# nothing\n").commit(what);
      case "unreadable" -> repository.write("production/all.yml", "a: [").commit(what);
      case "link" ->
          repository
              .write("elsewhere.yml", Manifests.configMap("keep", "a"))
              .write("production/README.md", "linked")
              .symlink("production/all.yml", "../elsewhere.yml")
              .commit(what);
      case "submodule" -> {
        repository.write("README.md", "moved");
        yield repository.submodule("production/all").commitIndex(what);
      }
      default -> throw new IllegalArgumentException(what);
    };
  }

  @Test
  void lesson02_aGitHostThatIsGoneDeletesNothing() throws IOException {
    String first = push("both");
    Path away = repository.bare().resolveSibling("away.git");
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      Files.move(repository.bare(), away);
      await()
          .untilAsserted(
              () ->
                  assertThat(agent.getProbe("/metrics").body())
                      .containsPattern("backstay_git_fetch_failures_total [1-9]"));
      assertThat(agent.sync("production").statusCode()).isLessThan(300);
      assertThat(agent.status("production").path("state").asString()).isEqualTo("synced");
    }
    // also one that has never seen the repository
    Path fresh = folder.resolve("fresh");
    try (TestAgent agent =
        TestAgent.start(cluster, fresh, repository.url(), Env.of("production", namespace))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(agent.getProbe("/metrics").body())
                      .containsPattern("backstay_git_fetch_failures_total [1-9]"));
      assertThat(agent.status("production").path("state").asString()).isEqualTo("starting");
      assertNothingWasDeleted();
      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
      Files.move(away, repository.bare());
      agent.awaitSynced("production", first);
    }
  }

  @Test
  void lesson02_aLostParentDeletesNothing() {
    String first = push("both");
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      cluster.kubectl("delete", "configmap", "backstay-production", "-n", namespace);
      repository.delete("production/go.yml");
      repository.write("production/keep.yml", Manifests.configMap("keep", "b"));
      String second = push("without go");
      agent.awaitSynced("production", second);
      assertNothingWasDeleted();
      assertThat(cluster.exists(namespace, "configmap/go")).isTrue();
      assertThat(cluster.jsonPath(namespace, "configmap/keep", ".data.value")).isEqualTo("b");
      assertThat(
              cluster.jsonPath(
                  namespace,
                  "configmap/backstay-production",
                  ".metadata.annotations.backstay\\.dev/revision"))
          .isEqualTo(second);
    }
  }

  @Test
  void lesson02_aListThatFailsDeletesNothing() throws IOException {
    define("None", "v1");
    repository.write("production/widget.yml", widget("v1"));
    String first = push("with a widget");
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
    }
    try {
      define(BROKEN_CONVERSION, "v1", "v2");
      await().until(() -> cannotBeRead("v2"));
      repository.delete("production/widget.yml");
      repository.delete("production/go.yml");
      String second = push("without both");
      try (TestAgent agent = agent()) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(agent.status("production").path("errors").toString())
                        .containsPattern("tried to list .*" + kinds));
        assertThat(agent.status("production").path("state").asString()).isEqualTo("failed");
        assertNothingWasDeleted();

        define("None", "v1");
        agent.awaitSynced("production", second);
        assertThat(cluster.exists(namespace, "configmap/go")).isFalse();
        assertThat(cluster.exists(namespace, kinds + ".demo.backstay.dev/w")).isFalse();
      }
    } finally {
      cluster.kubectl("delete", "crd", kinds + ".demo.backstay.dev", "--wait=false");
    }
  }

  @Test
  void lesson02_aDeadApiGroupDeletesNothingOfIt() throws IOException {
    define("None", "v7");
    repository.write("production/widget.yml", widget("v7"));
    String first = push("with a widget");
    try {
      String second;
      try (TestAgent agent = agent()) {
        agent.awaitSynced("production", first);
        dead("v7.demo.backstay.dev");
        repository.delete("production/widget.yml");
        repository.write("production/keep.yml", Manifests.configMap("keep", "b"));
        second = push("without the widget");
        JsonNode status = agent.awaitState("production", second, "degraded");
        assertThat(status.path("errors").get(0).path("object").asString())
            .isEqualTo(kind().toLowerCase(java.util.Locale.ROOT) + ".demo.backstay.dev/w");
        assertThat(raw("/api/v1/namespaces/" + namespace + "/configmaps/keep"))
            .as("everything else of the commit is applied")
            .contains("\"value\":\"b\"");
      }
      // one that asks what is served while the group is dead
      try (TestAgent agent = agent()) {
        JsonNode status = agent.awaitState("production", second, "degraded");
        assertThat(status.path("errors").get(0).path("code").asString()).isIn("BKS-201", "BKS-402");
        assertNothingWasDeleted();
        alive("v7.demo.backstay.dev");
        agent.awaitSynced("production", second);
        assertThat(cluster.exists(namespace, kinds + ".demo.backstay.dev/w")).isFalse();
      }
    } finally {
      alive("v7.demo.backstay.dev");
      cluster.kubectl("delete", "crd", kinds + ".demo.backstay.dev", "--wait=false");
    }
  }

  private String kind() {
    return "W" + kinds.substring(0, kinds.length() - 1);
  }

  private String widget(String version) {
    return """
        apiVersion: demo.backstay.dev/%s
        kind: %s
        metadata: { name: w }
        spec: { size: 3 }
        """
        .formatted(version, kind());
  }

  private static final String BROKEN_CONVERSION =
      "Webhook, webhook: { conversionReviewVersions: [v1],"
          + " clientConfig: { service: { namespace: default, name: nobody } } }";

  /** The first version is the stored one. */
  private void define(String conversion, String... versions) throws IOException {
    StringBuilder definition =
        new StringBuilder(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: %2$s.demo.backstay.dev }
            spec:
              group: demo.backstay.dev
              scope: Namespaced
              names: { kind: %1$s, plural: %2$s }
              conversion: { strategy: %3$s }
              versions:
            """
                .formatted(kind(), kinds, conversion));
    for (String version : versions) {
      definition.append(
          """
                - name: %s
                  served: true
                  storage: %s
                  schema:
                    openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
          """
              .formatted(version, version.equals(versions[0])));
    }
    Path file = folder.resolve("crd.yaml");
    Files.writeString(file, definition);
    cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", file.toString());
    cluster.kubectl("wait", "crd/" + kinds + ".demo.backstay.dev", "--for=condition=Established");
  }

  /** The version is served, but there is nobody to convert what is stored. */
  private boolean cannotBeRead(String version) {
    try {
      raw("/apis/demo.backstay.dev/%s/namespaces/%s/%s/w".formatted(version, namespace, kinds));
      return false;
    } catch (IllegalStateException e) {
      return !String.valueOf(e.getMessage()).contains("NotFound");
    }
  }

  private String raw(String path) {
    return cluster.kubectl("get", "--raw", path);
  }

  /** As when the server of an aggregated API is gone. */
  private void dead(String service) {
    cluster.kubectl(
        "patch",
        "apiservice",
        service,
        "--type=merge",
        "-p",
        "{\"metadata\":{\"labels\":{\"kube-aggregator.kubernetes.io/automanaged\":null}},"
            + "\"spec\":{\"service\":{\"namespace\":\"default\",\"name\":\"nobody\"},"
            + "\"insecureSkipTLSVerify\":true}}");
    await().until(() -> !answers(service));
  }

  /** The API server itself serves it again. */
  private void alive(String service) {
    cluster.kubectl("delete", "apiservice", service, "--ignore-not-found");
    await().until(() -> answers(service));
  }

  private boolean answers(String service) {
    String version = service.substring(0, service.indexOf('.'));
    try {
      return raw("/apis/demo.backstay.dev/" + version).contains(kinds);
    } catch (IllegalStateException _) {
      return false;
    }
  }
}
