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
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A number of replicas that an autoscaler looks after is not ours, without any configuration. */
@ExtendWith(ClusterExtension.class)
final class AutoscalerIT {
  private static final String AUTOSCALER =
      """
      ---
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: { name: web }
      spec:
        scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
        minReplicas: 1
        maxReplicas: 9
        metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
      """;

  @Test
  void lesson13_replicasBelongToTheAutoscalerWhileThereIsOne(
      TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    AuditLog audit = cluster.auditLog().orElseThrow();
    String namespace = TestCluster.uniqueName("hpa");
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    String first = repository.commit("web");
    repository.push();
    try (TestAgent agent =
        TestAgent.start(
            cluster, folder.resolve("agent"), repository.url(), Env.of("production", namespace))) {
      agent.awaitSynced("production", first);

      repository.write("production/hpa.yml", AUTOSCALER);
      String scaled = repository.commit("with an autoscaler");
      repository.push();
      agent.awaitSynced("production", scaled);
      await()
          .untilAsserted(
              () ->
                  assertThat(ourFields(cluster, namespace))
                      .as("let go of")
                      .contains("f:template")
                      .doesNotContain("f:replicas"));
      assertThat(cluster.jsonPath(namespace, "deployment/web", ".spec.replicas")).isEqualTo("2");

      long mark = audit.mark();
      cluster.kubectl("scale", "deployment/web", "-n", namespace, "--replicas=4");
      // something that is corrected after it: then the scaling was looked at too
      cluster.kubectl("delete", "hpa/web", "-n", namespace, "--wait=false");
      await()
          .untilAsserted(
              () -> assertThat(cluster.exists(namespace, "hpa/web")).as("made again").isTrue());
      agent.awaitSynced("production", scaled);
      assertThat(mark).isLessThan(audit.mark());

      repository.write("production/web.yml", Manifests.deployment("web", "1.1.0"));
      String next = repository.commit("web 1.1.0");
      repository.push();
      agent.awaitSynced("production", next);
      assertThat(
              cluster.jsonPath(
                  namespace, "deployment/web", ".spec.template.spec.containers[0].image"))
          .isEqualTo("outsrc/web:1.1.0");

      String without = repository.delete("production/hpa.yml").commit("without an autoscaler");
      repository.push();
      agent.awaitSynced("production", without);
      await()
          .untilAsserted(
              () ->
                  assertThat(cluster.jsonPath(namespace, "deployment/web", ".spec.replicas"))
                      .as("taken back")
                      .isEqualTo("2"));
    }
  }

  private static String ourFields(TestCluster cluster, String namespace) {
    return cluster.jsonPath(
        namespace, "deployment/web", ".metadata.managedFields[?(@.manager==\"backstay\")]");
  }
}
