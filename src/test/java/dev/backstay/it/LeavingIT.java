package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.Kubectl;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inventory is an ApplySet: who leaves Backstay goes on with kubectl, and loses nothing. */
@ExtendWith(ClusterExtension.class)
final class LeavingIT {
  private final TestCluster cluster;
  private final Kubectl kubectl;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("leaving");
  private final String elsewhere = namespace + "-more";
  private final TestRepository repository;

  LeavingIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.kubectl = new Kubectl(cluster);
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--server-side --field-manager=backstay", ""})
  void kubectlIsRefusedByNameAndTakesTheSetOverOnceItsToolingSaysSo(String how) {
    cluster.kubectl("create", "namespace", elsewhere);
    repository.write("production/keep.yml", Manifests.configMap("keep", "a"));
    repository.write("production/go.yml", Manifests.configMap("go", "a"));
    repository.write("production/far.yml", inElsewhere("far"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    String head = repository.commit("all");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", head);
      Kubectl.Result refused = apply(how);
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.output())
          .contains("already exists and is managed by tooling \"backstay\" instead of \"kubectl\"");
    }
    String uid = cluster.jsonPath(namespace, "deployment/web", ".metadata.uid");
    String pods = cluster.kubectl("get", "pods", "-n", namespace, "-o", "name");
    cluster.kubectl("create", "configmap", "not-of-the-set", "-n", namespace);

    repository.write("production/keep.yml", Manifests.configMap("keep", "b"));
    repository.delete("production/go.yml").delete("production/far.yml");
    cluster.kubectl(
        "annotate",
        "--overwrite",
        "configmap/backstay-production",
        "-n",
        namespace,
        "applyset.kubernetes.io/tooling=kubectl/v1.37");
    Kubectl.Result taken = apply(how);

    assertThat(taken.exitCode()).as(taken.output()).isZero();
    assertThat(taken.output().lines().filter(line -> line.endsWith(" pruned")))
        .containsExactlyInAnyOrder("configmap/go pruned", "configmap/far pruned");
    assertThat(cluster.exists(namespace, "configmap/go")).isFalse();
    assertThat(cluster.exists(elsewhere, "configmap/far")).isFalse();
    assertThat(cluster.exists(namespace, "configmap/not-of-the-set")).isTrue();
    assertThat(cluster.jsonPath(namespace, "configmap/keep", ".data.value")).isEqualTo("b");
    assertThat(cluster.jsonPath(namespace, "deployment/web", ".metadata.uid")).isEqualTo(uid);
    assertThat(cluster.kubectl("get", "pods", "-n", namespace, "-o", "name"))
        .as("nothing restarts")
        .isEqualTo(pods);
    assertThat(annotation("contains-group-kinds")).isEqualTo("ConfigMap,Deployment.apps");
    assertThat(annotation("additional-namespaces")).isEmpty();
  }

  /** As docs/leaving.md says it. */
  private Kubectl.Result apply(String how) {
    List<String> command = new ArrayList<>(List.of("apply"));
    command.addAll(how.isEmpty() ? List.of() : List.of(how.split(" ", -1)));
    command.addAll(List.of("--applyset=configmap/backstay-production", "--prune"));
    command.addAll(List.of("-n", namespace, "-f", repository.work() + "/production"));
    return kubectl.run(command.toArray(String[]::new));
  }

  private TestAgent agent() {
    Env env = new Env("production", "production", namespace, ", namespaces: [" + elsewhere + "]");
    return TestAgent.start(cluster, folder.resolve("agent"), repository.url(), env);
  }

  @Test
  void theParentIsWidenedBeforeTheApplyAndNarrowedAfterThePrune() {
    cluster.kubectl("create", "namespace", elsewhere);
    repository.write("production/near.yml", Manifests.configMap("near", "a"));
    repository.write("production/go.yml", Manifests.secret("go", "a"));
    String first = repository.commit("a ConfigMap and a Secret");
    repository.push();
    try (TestAgent agent = agent()) {
      agent.awaitSynced("production", first);
      assertThat(groupKinds()).containsExactly("ConfigMap", "Secret");
      assertThat(annotation("additional-namespaces")).isEmpty();

      repository.write("production/far.yml", inElsewhere("far")).delete("production/go.yml");
      String second =
          repository.write("production/web.yml", Manifests.deployment("web", "broken")).commit("b");
      repository.push();
      agent.awaitState("production", second, "rolling-out");
      assertThat(groupKinds())
          .as("what comes is in, and what goes is not yet out")
          .containsExactly("ConfigMap", "Deployment.apps", "Secret");
      assertThat(annotation("additional-namespaces")).isEqualTo(elsewhere);

      repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
      String third = repository.delete("production/far.yml").commit("c");
      repository.push();
      agent.awaitSynced("production", third);
      assertThat(groupKinds()).containsExactly("ConfigMap", "Deployment.apps");
      assertThat(annotation("additional-namespaces")).isEmpty();
      assertThat(cluster.exists(namespace, "secret/go")).isFalse();
      assertThat(cluster.exists(elsewhere, "configmap/far")).isFalse();
    }
  }

  private String inElsewhere(String name) {
    return Manifests.configMap(name, "a")
        .replace("name: " + name, "name: " + name + ", namespace: " + elsewhere);
  }

  private List<String> groupKinds() {
    return List.of(annotation("contains-group-kinds").split(",", -1));
  }

  private String annotation(String name) {
    return cluster.jsonPath(
        namespace,
        "configmap/backstay-production",
        ".metadata.annotations.applyset\\.kubernetes\\.io/" + name);
  }
}
