package dev.backstay.story;

import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Steps 9 to 14: several environments, a custom resource, and what is not needed any more. */
final class Environments {
  private static final String APP = "production/outsrc.yml";
  private static final String NAMESPACE = "outsrc";
  private static final String PLUGIN =
      """
      apiVersion: configuration.konghq.com/v1
      kind: KongPlugin
      metadata:
        name: ip-restriction
      plugin: ip-restriction
      config:
        allow: [192.0.2.0/24]
      """;

  private final Stage stage;
  private final Narrator tell;
  private final Hand hand;
  private final TestCluster cluster;
  private final TestRepository repository;

  Environments(Stage stage, Narrator tell) {
    this.stage = stage;
    this.tell = tell;
    this.hand = new Hand(stage, tell);
    this.cluster = stage.cluster();
    this.repository = stage.repository();
  }

  void promote() {
    for (String environment : List.of("master", "staging")) {
      String host = host(environment);
      stage.edit(environment + "/outsrc.yml", "outsrc/frontend:1.0.0", "outsrc/frontend:1.1.0");
      JsonNode sync = hand.synced(environment, hand.commit(environment + ": frontend 1.1.0"));
      Check.equal(sync.path("counts").path("configured").asInt(), 1, "objects configured");
      Check.equal(host(environment), host, "host of " + environment);
    }
    for (String environment : Stage.ENVIRONMENTS) {
      Check.that(
          cluster
              .jsonPath(
                  namespace(environment),
                  "deployment/deployment-frontend",
                  ".spec.template.spec.containers[0].image")
              .equals("outsrc/frontend:1.1.0"),
          environment + " runs frontend 1.1.0");
    }
  }

  void confined() {
    Check.equal(host("master"), "dev.outsrc.dev", "host of master");
    tell.line("the Ingress of outsrc-dev serves " + host("master"));
    String stray =
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stray\n  namespace: outsrc\n";
    repository.write("master/stray.yml", stray);
    String head = hand.commit("a ConfigMap for another namespace");
    JsonNode refused = stage.awaitState("master", head, "refused");
    JsonNode error = refused.path("errors").get(0);
    tell.line(
        "master  refused  "
            + error.path("code").asString("")
            + " "
            + error.path("file").asString("")
            + ":"
            + error.path("line").asInt(0)
            + " "
            + error.path("message").asString(""));
    Check.equal(error.path("file").asString(""), "master/stray.yml", "the file of the error");
    Check.that(!cluster.exists(NAMESPACE, "configmap/stray"), "nothing landed in outsrc");
    stage.awaitSynced("master", hand.revert(head));
  }

  void plugin() {
    repository.write("production/kong.yml", PLUGIN);
    JsonNode made = hand.synced("production", hand.commit("kong: restrict by ip"));
    Check.equal(made.path("counts").path("created").asInt(), 1, "objects created");
    stage.edit(
        APP,
        "cert-manager.io/cluster-issuer: letsencrypt-production\n",
        "cert-manager.io/cluster-issuer: letsencrypt-production\n    plugins.konghq.com: ip-restriction\n");
    JsonNode used = hand.synced("production", hand.commit("outsrc: use ip-restriction"));
    Check.equal(used.path("counts").path("configured").asInt(), 1, "objects configured");
    Check.that(
        used.path("objects")
            .toString()
            .contains("ingress.networking.k8s.io/ingress-outsrc configured"),
        "it is the Ingress");
  }

  void pluginList() {
    String ingress = ingressVersion();
    stage.edit("production/kong.yml", "[192.0.2.0/24]", "[192.0.2.0/24, 198.51.100.17]");
    JsonNode sync = hand.synced("production", hand.commit("kong: let one more in"));
    Check.equal(sync.path("counts").path("configured").asInt(), 1, "objects configured");
    Check.equal(ingressVersion(), ingress, "resourceVersion of the Ingress");
    tell.line("the Ingress was not touched");
  }

  void remove() {
    String text = stage.read(APP);
    List<String> documents = List.of(text.split("(?m)^---$", -1));
    String without =
        String.join(
            "---",
            documents.stream()
                .filter(
                    document ->
                        !document.contains("deployment-backend")
                            && !document.contains("name: service-backend\n  labels"))
                .toList());
    repository.write(APP, without);
    JsonNode sync = hand.synced("production", hand.commit("outsrc: no backend"));
    Check.equal(sync.path("counts").path("pruned").asInt(), 2, "objects pruned");
    Check.that(
        !cluster.exists(NAMESPACE, "deployment/deployment-backend"), "the Deployment is gone");
    Check.that(!cluster.exists(NAMESPACE, "service/service-backend"), "the Service is gone");
    Check.that(cluster.exists(NAMESPACE, "deployment/deployment-frontend"), "the frontend stays");
  }

  private String ingressVersion() {
    return cluster.jsonPath(NAMESPACE, "ingress/ingress-outsrc", ".metadata.resourceVersion");
  }

  private String host(String environment) {
    return cluster.jsonPath(
        namespace(environment), "ingress/ingress-outsrc", ".spec.rules[0].host");
  }

  private static String namespace(String environment) {
    return switch (environment) {
      case "master" -> "outsrc-dev";
      case "staging" -> "outsrc-staging";
      default -> NAMESPACE;
    };
  }
}
