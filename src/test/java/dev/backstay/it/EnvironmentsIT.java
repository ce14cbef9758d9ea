package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(ClusterExtension.class)
final class EnvironmentsIT {
  @Test
  void p8ABrokenEnvironmentDoesNotHoldUpAnother(TestCluster cluster, @TempDir Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("refused/bad.yml", "kind: ConfigMap\nmetadata: { name: no-version }\n");
    repository.write("stuck/web.yml", Manifests.deployment("web", "broken"));
    String first = repository.write("fine/cm.yml", Manifests.configMap("cm", "a")).commit("all");
    repository.push();
    String fine = TestCluster.uniqueName("p8-fine");
    try (TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            Env.of("refused", TestCluster.uniqueName("p8-refused")),
            Env.of("stuck", TestCluster.uniqueName("p8-stuck")),
            Env.of("fine", fine))) {
      agent.awaitState("refused", first, "refused");
      agent.awaitState("stuck", first, "rolling-out");
      agent.awaitSynced("fine", first);

      String second = repository.write("fine/cm.yml", Manifests.configMap("cm", "b")).commit("b");
      repository.push();
      agent.awaitSynced("fine", second);

      assertThat(cluster.jsonPath(fine, "configmap/cm", ".data.value")).isEqualTo("b");
      assertThat(agent.status("stuck").path("state").asString()).isEqualTo("rolling-out");
    }
  }

  @Test
  void tellsWhatAnEnvironmentLacksOfTheOneBefore(TestCluster cluster, @TempDir Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String first =
        repository
            .write("staging/web.yml", Manifests.deployment("web", "1"))
            .write("production/web.yml", Manifests.deployment("web", "1"))
            .commit("web 1");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            Env.of("staging", TestCluster.uniqueName("lag-staging")),
            Env.of("production", TestCluster.uniqueName("lag-production")))) {
      agent.awaitSynced("staging", first);
      agent.awaitSynced("production", first);

      String second =
          repository.write("staging/web.yml", Manifests.deployment("web", "2")).commit("web 2");
      repository.push();
      agent.awaitSynced("staging", second);
      JsonNode lag =
          await()
              .until(
                  () -> agent.status("production").path("lag"),
                  told -> told.path("commits").asInt() == 1);
      assertThat(lag.path("of").asString()).isEqualTo("staging");
      assertThat(lag.path("images").get(0).path("here").asString()).isEqualTo("outsrc/web:1");
      assertThat(lag.path("images").get(0).path("there").asString()).isEqualTo("outsrc/web:2");

      String third =
          repository
              .write("production/web.yml", Manifests.deployment("web", "2"))
              .commit("web 2 in production");
      repository.push();
      agent.awaitSynced("production", third);
      await().until(() -> agent.status("production").path("lag").path("commits").asInt() == 0);
    }
  }

  @Test
  void p6WhatIsOutsideOfTheEnvironmentIsRefusedWithItsLine(
      TestCluster cluster, @TempDir Path folder) {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String elsewhere =
        Manifests.configMap("escape", "a")
            .replace("name: escape", "name: escape, namespace: kube-system");
    String role =
        """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: escape }
        rules: []
        """;
    String head = repository.write("production/all.yml", elsewhere + role).commit("escape");
    repository.push();
    String namespace = TestCluster.uniqueName("p6");
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      JsonNode errors = agent.awaitState("production", head, "refused").path("errors");
      assertThat(errors).hasSize(2);
      assertThat(errors.get(0).path("code").asString()).isEqualTo("BKS-301");
      assertThat(errors.get(0).path("line").asInt()).isEqualTo(4);
      assertThat(errors.get(1).path("message").asString()).contains("ClusterRole");
      assertThat(cluster.exists("kube-system", "configmap/escape")).isFalse();
    }
  }

  @Test
  void anObjectOfAnotherEnvironmentIsRefusedByItsName(TestCluster cluster, @TempDir Path folder) {
    String namespace = TestCluster.uniqueName("shared");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("one/cm.yml", Manifests.configMap("cm", "one"));
    repository.write("two/other.yml", Manifests.configMap("other", "two"));
    String first = repository.commit("one and two");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster,
            folder.resolve("agent"),
            repository.url(),
            new Env("one", "one", namespace, ""),
            new Env("two", "two", namespace, ""))) {
      agent.awaitSynced("one", first);
      agent.awaitSynced("two", first);
      String head = repository.write("two/cm.yml", Manifests.configMap("cm", "two")).commit("take");
      repository.push();

      JsonNode status = agent.awaitState("two", head, "refused");

      assertThat(status.path("errors").get(0).path("message").asString())
          .contains("environment one");
      assertThat(cluster.jsonPath(namespace, "configmap/cm", ".data.value")).isEqualTo("one");
    }
  }
}
