package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Objects that were there before the agent. */
@ExtendWith(ClusterExtension.class)
final class TakeOverIT {
  private static final String TWO_KEYS =
      Manifests.configMap("settings", "a").replace("value: \"a\"", "value: \"a\", old: \"b\"");

  private final TestCluster cluster;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("takeover");
  private final TestRepository repository;

  TakeOverIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    cluster.kubectl("create", "namespace", namespace);
  }

  private TestAgent agent() {
    return TestAgent.start(
        cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace));
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("before.yml"), yaml).toString();
  }

  private String at(String object, String path) {
    return cluster.jsonPath(namespace, object, path);
  }

  private String push(String yaml) {
    String commit = repository.write("production/all.yml", yaml).commit("take over");
    repository.push();
    return commit;
  }

  /** As docs/operations.md has it, for who cannot wait for the agent. */
  @Test
  void aRollbackThatPeopleAppliedWhileNoAgentRanIsTakenOver() {
    String good = push(Manifests.configMap("settings", "a"));
    String bad;
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", good);
      bad = push(Manifests.configMap("settings", "b") + Manifests.configMap("more", "b"));
      agent.awaitSynced("production", bad);
    }
    String revert = repository.revert(bad);
    repository.push();
    String applied = repository.work().resolve("production").toString();
    cluster.kubectl(
        "apply", "--server-side", "--force-conflicts", "--namespace", namespace, "-f", applied);
    assertThat(at("configmap/settings", ".data.value")).isEqualTo("a");

    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", revert);
      assertThat(agent.history("production").get(0).at("/change/kind").asString())
          .isEqualTo("rollback");
      assertThat(at("configmap/settings", ".data.value")).isEqualTo("a");
      assertThat(at("configmap/settings", ".metadata.managedFields[*].manager"))
          .isEqualTo("backstay");
      assertThat(cluster.exists(namespace, "configmap/more")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--server-side=false, kubectl-client-side-apply",
    "--server-side=true, kubectl",
    "--server-side=true, some-ci",
    "--server-side=false, another-ci"
  })
  void lesson15_whatKubectlAppliedBeforeIsTakenOverWithoutARestart(
      String serverSide, String fieldManager) throws Exception {
    cluster.kubectl(
        "apply",
        serverSide,
        "--field-manager=" + fieldManager,
        "-n",
        namespace,
        "-f",
        file(TWO_KEYS + Manifests.deployment("web", "1.0.0")));
    cluster.kubectl("rollout", "status", "deployment/web", "-n", namespace);
    String uid = at("deployment/web", ".metadata.uid");
    String replicaSets = cluster.kubectl("get", "rs", "-n", namespace, "-o", "name");
    String pods = cluster.kubectl("get", "pods", "-n", namespace, "-o", "name");

    String commit =
        push(Manifests.configMap("settings", "a") + Manifests.deployment("web", "1.0.0"));
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", commit);
      assertThat(at("configmap/settings", ".data.old")).isEmpty();
      assertThat(at("configmap/settings", ".data.value")).isEqualTo("a");
      assertThat(at("configmap/settings", ".metadata.annotations")).isEmpty();
      assertThat(at("deployment/web", ".metadata.uid")).isEqualTo(uid);
      assertThat(cluster.kubectl("get", "rs", "-n", namespace, "-o", "name"))
          .isEqualTo(replicaSets);
      assertThat(cluster.kubectl("get", "pods", "-n", namespace, "-o", "name")).isEqualTo(pods);

      String next = push(Manifests.configMap("settings", "a"));
      agent.awaitSynced("production", next);
      assertThat(cluster.exists(namespace, "deployment/web")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "annotate, meta.helm.sh/release-name=shop, the Helm release shop",
    "annotate, argocd.argoproj.io/tracking-id=shop:/ConfigMap:x/y, Argo CD (shop:/ConfigMap:x/y)",
    "label, kustomize.toolkit.fluxcd.io/name=shop, the Flux Kustomization shop",
    "label, applyset.kubernetes.io/part-of=applyset-x-v1, the ApplySet applyset-x-v1"
  })
  void whatAnotherToolLooksAfterIsRefusedByNameUnlessItIsMeant(
      String verb, String mark, String owner) {
    cluster.kubectl("create", "configmap", "settings", "-n", namespace, "--from-literal=value=x");
    cluster.kubectl(verb, "configmap/settings", "-n", namespace, mark);
    String commit = push(Manifests.configMap("settings", "a"));
    try (TestAgent agent = agent()) {
      JsonNode status = agent.awaitState("production", commit, "refused");
      JsonNode error = status.path("errors").get(0);
      assertThat(error.path("code").asString()).isEqualTo("BKS-302");
      assertThat(error.path("message").asString()).isEqualTo("it belongs to " + owner);
      assertThat(at("configmap/settings", ".data.value")).isEqualTo("x");

      String meant =
          push(
              Manifests.configMap("settings", "a")
                  .replace(
                      "name: settings",
                      "name: settings, annotations: { backstay.dev/adopt: \"true\" }"));
      agent.awaitSynced("production", meant);
      assertThat(at("configmap/settings", ".data.value")).isEqualTo("a");
    }
  }

  @Test
  void whatAControllerMadeIsRefused() {
    cluster.kubectl("create", "service", "clusterip", "web", "-n", namespace, "--tcp=80");
    String slice =
        await()
            .until(
                () ->
                    cluster
                        .kubectl("get", "endpointslices", "-n", namespace, "-o", "name")
                        .replace("endpointslice.discovery.k8s.io/", "")
                        .strip(),
                name -> !name.isEmpty());
    String commit =
        push(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: { name: %s }
            addressType: IPv4
            endpoints: []
            """
                .formatted(slice));
    try (TestAgent agent = agent()) {
      JsonNode status = agent.awaitState("production", commit, "refused");
      assertThat(status.path("errors").get(0).path("message").asString())
          .isEqualTo("it belongs to its controller Service/web");
    }
  }
}
