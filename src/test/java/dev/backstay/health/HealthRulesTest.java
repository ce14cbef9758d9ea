package dev.backstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class HealthRulesTest {
  private static Health health(String groupKind, String json) {
    return HealthRules.of(groupKind, JsonMapper.shared().readTree(json));
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Deployment, in the words of kubectl rollout status
        "Deployment.apps | {spec:{replicas:2}, status:{}} | waiting for its spec update to be observed",
        "Deployment.apps | {spec:{replicas:2}, status:{observedGeneration:1}} | waiting for its spec update to be observed",
        "Deployment.apps | {spec:{replicas:2}, status:{observedGeneration:2, updatedReplicas:1}} | 1 out of 2 new replicas have been updated",
        "Deployment.apps | {spec:{}, status:{observedGeneration:2}} | 0 out of 1 new replicas have been updated",
        "Deployment.apps | {spec:{replicas:2}, status:{observedGeneration:2, updatedReplicas:2, replicas:3}} | 1 old replicas are pending termination",
        "Deployment.apps | {spec:{replicas:2}, status:{observedGeneration:2, updatedReplicas:2, replicas:2, availableReplicas:1}} | 1 of 2 updated replicas are available",
        "Deployment.apps | {spec:{replicas:2}, status:{observedGeneration:2, updatedReplicas:2, replicas:2, availableReplicas:2}} | ``",
        "Deployment.apps | {spec:{replicas:2}, status:{observedGeneration:2, conditions:[{type:Progressing, status:`False`, reason:ProgressDeadlineExceeded, message:too late}]}} | exceeded its progress deadline: too late",
        "Deployment.apps | {spec:{replicas:0}, status:{observedGeneration:2, conditions:[{type:Progressing, status:`False`, reason:Paused}]}} | ``",
        // StatefulSet
        "StatefulSet.apps | {spec:{replicas:3}, status:{observedGeneration:2, readyReplicas:1}} | waiting for 2 pods to be ready",
        "StatefulSet.apps | {spec:{replicas:3}, status:{observedGeneration:2, readyReplicas:3, updatedReplicas:1}} | 1 out of 3 new pods have been updated",
        "StatefulSet.apps | {spec:{replicas:1}, status:{observedGeneration:2, readyReplicas:1, updatedReplicas:1, updateRevision:b, currentRevision:a}} | waiting for the rolling update to complete",
        "StatefulSet.apps | {spec:{replicas:1}, status:{observedGeneration:2, readyReplicas:1, updatedReplicas:1, updateRevision:b, currentRevision:b}} | ``",
        "StatefulSet.apps | {spec:{replicas:3, updateStrategy:{rollingUpdate:{partition:2}}}, status:{observedGeneration:2, readyReplicas:3, updatedReplicas:1}} | ``",
        "StatefulSet.apps | {spec:{replicas:2, updateStrategy:{type:OnDelete}}, status:{observedGeneration:2, readyReplicas:1}} | waiting for 1 pods to be ready",
        "StatefulSet.apps | {spec:{replicas:2, updateStrategy:{type:OnDelete}}, status:{observedGeneration:2, readyReplicas:2}} | ``",
        // DaemonSet
        "DaemonSet.apps | {status:{observedGeneration:2, desiredNumberScheduled:3, updatedNumberScheduled:1}} | 1 out of 3 new pods have been updated",
        "DaemonSet.apps | {status:{observedGeneration:2, desiredNumberScheduled:3, updatedNumberScheduled:3, numberAvailable:2}} | 2 of 3 updated pods are available",
        "DaemonSet.apps | {status:{observedGeneration:2, desiredNumberScheduled:3, updatedNumberScheduled:3, numberAvailable:3}} | ``",
        // Job
        "Job.batch | {spec:{completions:3}, status:{succeeded:1}} | 1 of 3 pods have completed",
        "Job.batch | {spec:{}, status:{}} | 0 of 1 pods have completed",
        "Job.batch | {spec:{}, status:{conditions:[{type:Complete, status:`True`}]}} | ``",
        "Job.batch | {spec:{}, status:{conditions:[{type:Suspended, status:`True`}]}} | ``",
        "Job.batch | {spec:{}, status:{conditions:[{type:Failed, status:`True`, reason:BackoffLimitExceeded}]}} | BackoffLimitExceeded",
        // CustomResourceDefinition
        "CustomResourceDefinition.apiextensions.k8s.io | {status:{}} | waiting for the API server to establish it",
        "CustomResourceDefinition.apiextensions.k8s.io | {status:{conditions:[{type:Established, status:`False`, reason:Installing}]}} | waiting for the API server to establish it",
        "CustomResourceDefinition.apiextensions.k8s.io | {status:{conditions:[{type:NamesAccepted, status:`False`, reason:Conflict, message:name is taken}]}} | name is taken",
        "CustomResourceDefinition.apiextensions.k8s.io | {status:{conditions:[{type:NamesAccepted, status:`True`},{type:Established, status:`True`}]}} | ``",
        // anything else stands as soon as it is there, unless its controller says that it has not
        // looked
        "ConfigMap | {} | ``",
        "Widget.example.com | {status:{observedGeneration:1}} | waiting for its spec update to be observed",
      })
  void saysWhatTheControllerSays(String groupKind, String fields, String sentence) {
    String json = quoted(fields.strip());
    String whole =
        "{\"metadata\":{\"generation\":2}" + (json.equals("{}") ? "}" : "," + json.substring(1));
    assertThat(health(groupKind.strip(), whole).sentence()).isEqualTo(sentence.strip());
  }

  /** The table leaves out JSON's quotes: every word is a string but the numbers. */
  private static String quoted(String fields) {
    return fields
        .replace("`", "")
        .replaceAll("([\\{,] ?)([A-Za-z]+):", "$1\"$2\":")
        .replaceAll(":([A-Za-z][A-Za-z ]*)", ":\"$1\"");
  }

  @Test
  void whatIsBeingDeletedIsNotHealthy() {
    Health health =
        health("ConfigMap", "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}");
    assertThat(health).isEqualTo(new Health.Progressing("it is being deleted"));
    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void tellsFailedFromProgressing() {
    String failed =
        "{\"status\":{\"conditions\":[{\"type\":\"Failed\",\"status\":\"True\",\"message\":\"no\"}]}}";
    assertThat(health("Job.batch", failed)).isEqualTo(new Health.Failed("no"));
    assertThat(health("ConfigMap", "{}")).isEqualTo(Health.healthy());
    assertThat(Health.healthy().isHealthy()).isTrue();
  }
}
