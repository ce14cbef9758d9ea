package dev.backstay.plan;

import dev.backstay.manifest.ObjectKey;
import java.util.List;
import java.util.Set;

/**
 * In which wave a kind is applied: what others need goes first. Objects of one wave do not need
 * each other. Prunes go the other way round.
 */
public final class ApplyOrder {
  private static final List<Set<String>> WAVES =
      List.of(
          Set.of("CustomResourceDefinition.apiextensions.k8s.io"),
          Set.of("Namespace"),
          Set.of(
              "ServiceAccount",
              "Role.rbac.authorization.k8s.io",
              "ClusterRole.rbac.authorization.k8s.io",
              "PriorityClass.scheduling.k8s.io",
              "StorageClass.storage.k8s.io",
              "IngressClass.networking.k8s.io"),
          Set.of(
              "RoleBinding.rbac.authorization.k8s.io",
              "ClusterRoleBinding.rbac.authorization.k8s.io"),
          Set.of(
              "ConfigMap",
              "Secret",
              "PersistentVolume",
              "PersistentVolumeClaim",
              "ResourceQuota",
              "LimitRange",
              "NetworkPolicy.networking.k8s.io"),
          Set.of("Service", "Endpoints", "EndpointSlice.discovery.k8s.io"),
          Set.of(
              "Deployment.apps",
              "StatefulSet.apps",
              "DaemonSet.apps",
              "ReplicaSet.apps",
              "Job.batch",
              "CronJob.batch",
              "Pod",
              "ReplicationController",
              "PodDisruptionBudget.policy",
              "HorizontalPodAutoscaler.autoscaling"),
          Set.of("Ingress.networking.k8s.io"));

  private static final int CUSTOM_RESOURCES = WAVES.size();
  private static final int WEBHOOKS = CUSTOM_RESOURCES + 1;

  private ApplyOrder() {}

  /** The wave of an object, counted from 0. */
  public static int wave(ObjectKey key) {
    String groupKind = key.groupKind();
    for (int wave = 0; wave < WAVES.size(); wave++) {
      if (WAVES.get(wave).contains(groupKind)) {
        return wave;
      }
    }
    boolean admits = key.group().equals("admissionregistration.k8s.io");
    return admits || key.group().equals("apiregistration.k8s.io") ? WEBHOOKS : CUSTOM_RESOURCES;
  }
}
