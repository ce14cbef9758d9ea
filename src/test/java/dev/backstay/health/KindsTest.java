package dev.backstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules for kinds that {@code kubectl rollout status} does not know. */
final class KindsTest {
  private static final String OBSERVED = "metadata: {generation: 2}";

  private static Health health(String groupKind, String fields) {
    return HealthRules.of(groupKind, Yaml.read("{" + fields + "}"));
  }

  private static String said(Health health) {
    return (health.word() + " " + health.sentence()).strip();
  }

  private static String conditions(String... conditions) {
    return "status: {conditions: [" + String.join(", ", conditions) + "]}";
  }

  static Stream<Arguments> liveObjects() throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(KindsTest.class.getResourceAsStream("live-objects.jsonl"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(JsonMapper.shared()::readTree)
          .map(
              line ->
                  Arguments.of(
                      line.path("kind").asString(""),
                      line.path("object").path("metadata").path("name").asString(""),
                      line.path("health").asString(""),
                      line.path("object")));
    }
  }

  /** As a real API server gave them, right after kubectl had said the same of the workloads. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("liveObjects")
  void judgesLiveObjects(String groupKind, String name, String wanted, JsonNode object) {
    assertThat(said(HealthRules.of(groupKind, object))).as(name).isEqualTo(wanted);
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ReplicaSet.apps | spec: {replicas: 2}, status: {observedGeneration: 2, availableReplicas: 1} | progressing 1 of 2 replicas are available",
        "ReplicaSet.apps | spec: {replicas: 2}, status: {observedGeneration: 2, availableReplicas: 2} | healthy",
        "ReplicaSet.apps | spec: {}, status: {observedGeneration: 2, conditions: [{type: ReplicaFailure, status: 'True', message: exceeded quota}]} | failing 0 of 1 replicas are available; exceeded quota",
        "Deployment.apps | spec: {replicas: 1}, status: {observedGeneration: 2, conditions: [{type: ReplicaFailure, status: 'True', message: exceeded quota}]} | failing 0 out of 1 new replicas have been updated; exceeded quota",
        "Deployment.apps | spec: {replicas: 2, paused: true}, status: {observedGeneration: 2, availableReplicas: 1} | progressing paused with 1 of 2 replicas",
        "Deployment.apps | spec: {replicas: 2, paused: true}, status: {observedGeneration: 2, updatedReplicas: 0, availableReplicas: 2} | healthy",
        // nobody was asked for a volume: the class waits for the first consumer
        "PersistentVolumeClaim | status: {phase: Pending} | healthy",
        "PersistentVolumeClaim | status: {} | healthy",
        "PersistentVolumeClaim | metadata: {annotations: {volume.kubernetes.io/storage-provisioner: disks.example.com}}, status: {phase: Pending} | progressing waiting for disks.example.com to make its volume",
        "PersistentVolumeClaim | metadata: {annotations: {volume.kubernetes.io/storage-provisioner: disks.example.com}}, status: {phase: Bound} | healthy",
        "PersistentVolumeClaim | status: {phase: Lost} | failed its volume is lost",
        "Service | spec: {type: ClusterIP} | healthy",
        "Service | spec: {} | healthy",
        "Service | spec: {type: LoadBalancer}, status: {loadBalancer: {}} | progressing waiting for the address of its load balancer",
        "Service | spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}} | healthy",
        "Ingress.networking.k8s.io | status: {loadBalancer: {}} | healthy",
        "CronJob.batch | status: {} | healthy",
        "HorizontalPodAutoscaler.autoscaling | status: {observedGeneration: 1} | healthy",
        "HorizontalPodAutoscaler.autoscaling | status: {conditions: [{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason: FailedGetResourceMetric}]} | healthy",
        "HorizontalPodAutoscaler.autoscaling | status: {conditions: [{type: AbleToScale, status: 'False', reason: FailedGetScale, message: no such target}]} | failing no such target",
        "HorizontalPodAutoscaler.autoscaling | status: {conditions: [{type: AbleToScale, status: 'False', reason: BackoffBoth, message: soon}]} | healthy",
        "APIService.apiregistration.k8s.io | status: {} | progressing waiting for the API server to reach it",
        "APIService.apiregistration.k8s.io | status: {conditions: [{type: Available, status: 'False', reason: ServiceNotFound, message: no service}]} | failing no service",
        "APIService.apiregistration.k8s.io | status: {conditions: [{type: Available, status: 'True'}]} | healthy",
        "Namespace | status: {phase: Active} | healthy",
        "Namespace | metadata: {deletionTimestamp: now}, status: {phase: Terminating} | progressing it is being deleted",
        "Namespace | metadata: {deletionTimestamp: now}, status: {conditions: [{type: NamespaceContentRemaining, status: 'True', message: 2 pods}]} | progressing it is being deleted: 2 pods",
        "Namespace | metadata: {deletionTimestamp: now}, status: {conditions: [{type: NamespaceFinalizersRemaining, status: 'True', message: a finalizer}]} | progressing it is being deleted: a finalizer",
        "ConfigMap | metadata: {deletionTimestamp: now, finalizers: [a/b, c/d]} | progressing it is being deleted and waits for its finalizers a/b, c/d",
        "Pod | status: {phase: Succeeded} | healthy",
        "Pod | status: {phase: Failed, reason: Evicted, message: disk is full} | failed disk is full",
        "Pod | status: {phase: Failed} | failed it has failed",
        "Pod | metadata: {name: p}, status: {phase: Failed, containerStatuses: [{name: c, state: {terminated: {exitCode: 2}}}]} | failed Error: exit code 2 (container c of pod p)",
        "Pod | spec: {containers: [{}, {}]}, status: {phase: Pending, containerStatuses: [{ready: true}, {ready: false}]} | progressing 1 of 2 containers are ready",
        "Pod | metadata: {name: p}, spec: {containers: [{}]}, status: {containerStatuses: [{name: c, state: {waiting: {reason: ErrImagePull, message: gone}}}]} | failing 0 of 1 containers are ready; ErrImagePull: gone (container c of pod p)",
        "Pod | status: {phase: Running, conditions: [{type: Ready, status: 'True'}]} | healthy",
      })
  void judgesKubernetesOwnKinds(String groupKind, String fields, String wanted) {
    String whole = fields.contains("metadata:") ? fields : OBSERVED + ", " + fields;
    assertThat(said(health(groupKind, whole))).isEqualTo(wanted);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | healthy",
        "status: {} | healthy",
        "status: {phase: Whatever} | healthy",
        "status: {observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]} | progressing waiting for its spec update to be observed",
        "status: {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]} | healthy",
        "status: {conditions: [{type: Ready, status: 'True', observedGeneration: 1}]} | progressing waiting for its spec update to be observed",
        "status: {conditions: [{type: Ready, status: 'True', observedGeneration: 2}]} | healthy",
        "status: {conditions: [{type: Ready, status: 'False', reason: Pending, message: issuing}]} | progressing issuing",
        "status: {conditions: [{type: Ready, status: Unknown, reason: Pending}]} | progressing Pending",
        "status: {conditions: [{type: Ready, status: 'False'}]} | progressing it is not ready",
        "status: {conditions: [{type: Reconciling, status: 'True', message: busy}, {type: Ready, status: 'True'}]} | progressing busy",
        "status: {conditions: [{type: Reconciling, status: 'True'}]} | progressing it is being reconciled",
        "status: {conditions: [{type: Reconciling, status: 'False'}, {type: Stalled, status: 'False'}]} | healthy",
        "status: {conditions: [{type: Stalled, status: 'True', message: no access}, {type: Reconciling, status: 'True'}]} | failed no access",
        "status: {conditions: [{type: Stalled, status: 'True'}]} | failed it is stalled",
        "status: {conditions: [{type: Programmed, status: 'False'}]} | healthy",
      })
  void judgesCustomResourcesByTheirConditions(String fields, String wanted) {
    String whole = fields.isEmpty() ? OBSERVED : OBSERVED + ", " + fields;
    assertThat(said(health("Widget.example.com", whole))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Secret",
        "ConfigMap",
        "ServiceAccount",
        "Ingress.networking.k8s.io",
        "CronJob.batch",
        "Role.rbac.authorization.k8s.io",
        "StorageClass.storage.k8s.io",
        "PodDisruptionBudget.policy",
        "PodMetrics.metrics.k8s.io",
      })
  void needsNoContentOfKindsThatAreHealthyAtOnce(String groupKind) {
    assertThat(HealthRules.isJudged(groupKind)).isFalse();
    String unready = OBSERVED + ", " + conditions("{type: Ready, status: 'False'}");
    assertThat(health(groupKind, unready)).isEqualTo(Health.healthy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deployment.apps",
        "Service",
        "Certificate.cert-manager.io",
        "Gateway.gateway.networking.k8s.io",
        "VolumeSnapshot.snapshot.storage.k8s.io",
      })
  void needsTheContentOfKindsThatHaveRules(String groupKind) {
    assertThat(HealthRules.isJudged(groupKind)).isTrue();
  }

  @Test
  void putsOthersTextIntoOneLineOfBoundedLength() {
    String message = "a\\n  b ".repeat(500);
    String sentence =
        health(
                "Widget.example.com",
                conditions("{type: Ready, status: 'False', message: \"" + message + "\"}"))
            .sentence();
    assertThat(sentence).startsWith("a b a b").endsWith(" …").hasSizeLessThan(410);
  }

  @Test
  void addsACauseToWhatIsNotHealthy() {
    assertThat(Health.healthy().because("x")).isEqualTo(Health.healthy());
    assertThat(new Health.Progressing("a").because("x")).isEqualTo(new Health.Failing("a; x"));
    assertThat(new Health.Failing("a").because("x")).isEqualTo(new Health.Failing("a; x"));
    assertThat(new Health.Failed("a").because("x")).isEqualTo(new Health.Failed("a; x"));
    assertThat(new Health.Failing("a").isBad()).isTrue();
    assertThat(new Health.Progressing("a").isBad()).isFalse();
  }
}
