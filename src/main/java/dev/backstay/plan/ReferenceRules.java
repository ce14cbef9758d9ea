package dev.backstay.plan;

import static java.util.Map.entry;

import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Fields by which one object names something in another namespace. Only those are looked at that
 * are known to do so: what else is called like them may mean anything.
 *
 * @param namespaces those of the environment
 */
record ReferenceRules(Set<String> namespaces) {
  private static final List<String> WEBHOOKS = List.of("webhooks[].clientConfig.service.namespace");
  private static final List<String> PARAMETERS = List.of("spec.paramRef.namespace");

  /** By group and kind, the fields that name a namespace. */
  private static final Map<String, List<String>> NAMESPACES =
      Map.ofEntries(
          entry("APIService.apiregistration.k8s.io", List.of("spec.service.namespace")),
          entry(
              "CustomResourceDefinition.apiextensions.k8s.io",
              List.of("spec.conversion.webhook.clientConfig.service.namespace")),
          entry("MutatingWebhookConfiguration.admissionregistration.k8s.io", WEBHOOKS),
          entry("ValidatingWebhookConfiguration.admissionregistration.k8s.io", WEBHOOKS),
          entry("MutatingAdmissionPolicyBinding.admissionregistration.k8s.io", PARAMETERS),
          entry("ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", PARAMETERS),
          entry(
              "PersistentVolume",
              List.of(
                  "spec.claimRef.namespace",
                  "spec.azureFile.secretNamespace",
                  "spec.cephfs.secretRef.namespace",
                  "spec.cinder.secretRef.namespace",
                  "spec.csi.controllerExpandSecretRef.namespace",
                  "spec.csi.controllerPublishSecretRef.namespace",
                  "spec.csi.nodeExpandSecretRef.namespace",
                  "spec.csi.nodePublishSecretRef.namespace",
                  "spec.csi.nodeStageSecretRef.namespace",
                  "spec.flexVolume.secretRef.namespace",
                  "spec.glusterfs.endpointsNamespace",
                  "spec.iscsi.secretRef.namespace",
                  "spec.rbd.secretRef.namespace",
                  "spec.scaleIO.secretRef.namespace",
                  "spec.storageos.secretRef.namespace")),
          entry("PersistentVolumeClaim", List.of("spec.dataSourceRef.namespace")),
          entry(
              "StatefulSet.apps",
              List.of("spec.volumeClaimTemplates[].spec.dataSourceRef.namespace")),
          entry(
              "Endpoints",
              List.of(
                  "subsets[].addresses[].targetRef.namespace",
                  "subsets[].notReadyAddresses[].targetRef.namespace")),
          entry("EndpointSlice.discovery.k8s.io", List.of("endpoints[].targetRef.namespace")),
          entry("IngressClass.networking.k8s.io", List.of("spec.parameters.namespace")),
          entry(
              "FlowSchema.flowcontrol.apiserver.k8s.io",
              List.of("spec.rules[].subjects[].serviceAccount.namespace")),
          entry("ReferenceGrant.gateway.networking.k8s.io", List.of("spec.from[].namespace")),
          entry(
              "VolumeSnapshotContent.snapshot.storage.k8s.io",
              List.of("spec.volumeSnapshotRef.namespace")));

  /** Fields that hold an address, which may be that of a Service. */
  private static final List<String> ADDRESSES =
      List.of("webhooks[].clientConfig.url", "spec.conversion.webhook.clientConfig.url");

  /** Classes whose parameters say where the Secrets of a storage driver are. */
  private static final Set<String> CLASSES =
      Set.of("StorageClass.storage.k8s.io", "VolumeSnapshotClass.snapshot.storage.k8s.io");

  private static final Pattern SECRET_PLACE = Pattern.compile("secret-?namespace$");

  /** Where the claim or the snapshot is that asks for it. */
  private static final Pattern OF_WHO_ASKS =
      Pattern.compile("\\$\\{(pvc|volumesnapshot)\\.namespace}");

  private static final Pattern SERVICE =
      Pattern.compile("https?://(?:[^/?#]*@)?[^./:?#]+\\.([^./:?#]+)\\.svc(?:[.:/?#].*)?");

  boolean concerns(ObjectKey key) {
    return NAMESPACES.containsKey(key.groupKind()) || CLASSES.contains(key.groupKind());
  }

  List<Objection> objectionsTo(ObjectKey key, JsonNode object) {
    List<Objection> objections = new ArrayList<>();
    for (String path : NAMESPACES.getOrDefault(key.groupKind(), List.of())) {
      for (Field namespace : Fields.at(object, path)) {
        check(namespace.path(), namespace.text(), objections);
      }
    }
    if (CLASSES.contains(key.groupKind())) {
      parameters(new Field("parameters", object.path("parameters")), objections);
    }
    for (String path : ADDRESSES) {
      for (Field address : Fields.at(object, path)) {
        Matcher service = SERVICE.matcher(address.text().toLowerCase(Locale.ROOT));
        if (service.matches()) {
          check(address.path(), service.group(1), objections);
        }
      }
    }
    return objections;
  }

  private void parameters(Field parameters, List<Objection> objections) {
    for (Map.Entry<String, JsonNode> parameter : parameters.value().properties()) {
      String value = parameter.getValue().asString("");
      String name = parameter.getKey();
      if (SECRET_PLACE.matcher(name.toLowerCase(Locale.ROOT)).find()
          && !OF_WHO_ASKS.matcher(value).matches()) {
        check(parameters.path() + "[" + name + "]", value, objections);
      }
    }
  }

  private void check(String field, String namespace, List<Objection> objections) {
    if (!namespace.isEmpty() && !namespaces.contains(namespace)) {
      objections.add(
          new Objection(
              ProblemCode.REACHES_OUTSIDE,
              field,
              namespace + " is not a namespace of this environment",
              "it may name " + String.join(", ", namespaces.stream().sorted().toList())));
    }
  }
}
