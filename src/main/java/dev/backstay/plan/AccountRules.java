package dev.backstay.plan;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.plan.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the accounts by which Backstay acts to Backstay: no pod runs as one, and no Secret asks for
 * a token of one. What workloads make of their templates does not join an inventory either.
 */
record AccountRules(Reserved reserved) {
  private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
  private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";
  private static final List<String> TEMPLATE = List.of("spec.template");

  /** Where the templates of pods, and of what else is made by a workload, are. */
  private static final Map<String, List<String>> TEMPLATES =
      Map.of(
          "PodTemplate", List.of("template"),
          "ReplicationController", TEMPLATE,
          "Deployment.apps", TEMPLATE,
          "DaemonSet.apps", TEMPLATE,
          "ReplicaSet.apps", TEMPLATE,
          "StatefulSet.apps", List.of("spec.template", "spec.volumeClaimTemplates[]"),
          "Job.batch", TEMPLATE,
          "CronJob.batch", List.of("spec.jobTemplate", "spec.jobTemplate.spec.template"));

  /** Whether the rules could object; nothing else need be parsed. */
  boolean concerns(Manifest manifest) {
    return switch (manifest.key().groupKind()) {
      case "Secret" -> manifest.json().contains(TOKEN_TYPE);
      case "Pod" -> manifest.json().contains("\"serviceAccount");
      default ->
          TEMPLATES.containsKey(manifest.key().groupKind())
              && (manifest.json().contains("\"serviceAccount")
                  || manifest.json().contains("applyset.kubernetes.io/"));
    };
  }

  List<Objection> objectionsTo(ObjectKey key, JsonNode object) {
    List<Objection> objections = new ArrayList<>();
    switch (key.groupKind()) {
      case "Secret" -> token(key, object, objections);
      case "Pod" -> pod(key, new Field("", object), objections);
      default -> {
        for (String path : TEMPLATES.getOrDefault(key.groupKind(), List.of())) {
          for (Field template : Fields.at(object, path)) {
            objections.addAll(MetadataRules.ofSets(template.child("metadata")));
            pod(key, template, objections);
          }
        }
      }
    }
    return objections;
  }

  private void token(ObjectKey key, JsonNode secret, List<Objection> objections) {
    if (secret.path("type").asString("").equals(TOKEN_TYPE)) {
      String account = secret.path("metadata").path("annotations").path(ACCOUNT_NAME).asString("");
      kept(key, account, "metadata.annotations[" + ACCOUNT_NAME + "]", objections);
    }
  }

  private void pod(ObjectKey key, Field pod, List<Objection> objections) {
    for (String name : List.of("serviceAccountName", "serviceAccount")) {
      Field account = pod.child("spec").child(name);
      kept(key, account.text(), account.path(), objections);
    }
  }

  private void kept(ObjectKey key, String account, String field, List<Objection> objections) {
    reserved
        .by(new ObjectKey("", "ServiceAccount", key.namespace(), account))
        .ifPresent(
            reason ->
                objections.add(
                    new Objection(
                        ProblemCode.RESERVED, field, reason, "use an account of its own")));
  }
}
