package dev.backstay.story;

import dev.backstay.cli.Typed;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The steps of a small web application's life, each checked where it happens. */
final class Story {
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
  private final TestCluster cluster;
  private final TestRepository repository;
  private String firstRelease = "";
  private String secondRelease = "";
  private String rollback = "";
  private String oldHash = "";

  Story(Stage stage, Narrator tell) {
    this.stage = stage;
    this.tell = tell;
    this.cluster = stage.cluster();
    this.repository = stage.repository();
  }

  /** One step, numbered as the work by hand is. */
  record Step(int number, String title, Runnable play) {}

  List<Step> steps() {
    return List.of(
        new Step(1, "one file holds the application; merging it makes everything", this::first),
        new Step(
            3, "a release is a new image tag; pods are replaced without downtime", this::release),
        new Step(5, "the rollout history names commits", this::causes),
        new Step(6, "a bug: git revert rolls back", this::rollBack),
        new Step(7, "and forward again: the revert is reverted", this::rollForward),
        new Step(7, "or by the command, to any commit ever deployed", this::byCommand),
        new Step(8, "somebody scales by hand: seen, named and taken back", this::drift),
        new Step(9, "a change goes through master, staging and production", this::promote),
        new Step(
            10,
            "development has a host of its own, and cannot leave its namespace",
            this::confined),
        new Step(11, "a plugin first, then the annotation that uses it", this::plugin),
        new Step(12, "only the plugin's list changes", this::pluginList),
        new Step(14, "what is not used any more is removed", this::remove));
  }

  private void first() {
    firstRelease = repository.head();
    JsonNode sync = stage.lastSync("production");
    tell.sync("production", sync);
    Check.equal(sync.path("counts").path("created").asInt(), 6, "objects created");
    String live =
        cluster.kubectl("get", "ingress,service,deployment", "-n", NAMESPACE, "-o", "name");
    tell.command("kubectl -n outsrc get ingress,service,deployment -o name");
    tell.text(live);
    Check.equal(live.lines().count(), 5L, "objects in the namespace");
    oldHash = activeHash();
  }

  private void release() {
    stage.await("both pods are endpoints", () -> readyFrontends() == 2);
    AtomicBoolean rolling = new AtomicBoolean(true);
    AtomicInteger lowest = new AtomicInteger(Integer.MAX_VALUE);
    Thread watcher =
        Thread.startVirtualThread(
            () -> {
              while (rolling.get()) {
                lowest.accumulateAndGet(readyFrontends(), Math::min);
              }
            });
    stage.edit(APP, "outsrc/frontend:1.0.0", "outsrc/frontend:1.1.0");
    secondRelease = commit("frontend 1.1.0");
    JsonNode sync = synced("production", secondRelease);
    rolling.set(false);
    join(watcher);
    Check.equal(sync.path("counts").path("configured").asInt(), 1, "objects configured");
    Check.equal(sync.path("counts").path("unchanged").asInt(), 5, "objects unchanged");
    Check.that(lowest.get() >= 2, "never less than 2 ready endpoints, but were " + lowest.get());
    tell.line("ready endpoints never fell below " + lowest.get() + " of 2");
  }

  private void causes() {
    String history =
        cluster.kubectl("rollout", "history", "deployment/deployment-frontend", "-n", NAMESPACE);
    tell.command("kubectl -n outsrc rollout history deployment/deployment-frontend");
    tell.text(history.strip());
    Check.that(
        history.contains(shortId(firstRelease) + " outsrc 1.0.0"), "a cause names " + firstRelease);
    Check.that(
        history.contains(shortId(secondRelease) + " frontend 1.1.0"),
        "a cause names " + secondRelease);
  }

  private void rollBack() {
    String before = replicaSets();
    rollback = revert(secondRelease);
    JsonNode sync = synced("production", rollback);
    Check.equal(kind(sync), "rollback", "what it is");
    Check.equal(sync.path("change").path("to").asString(""), firstRelease, "where it goes to");
    Check.equal(activeHash(), oldHash, "pod-template-hash");
    Check.equal(replicaSets(), before, "ReplicaSets");
    tell.line("back on ReplicaSet deployment-frontend-" + oldHash + ", no new one was made");
  }

  private void rollForward() {
    String forward = revert(rollback);
    JsonNode sync = synced("production", forward);
    Check.equal(kind(sync), "roll forward", "what it is");
    Check.equal(sync.path("change").path("to").asString(""), secondRelease, "where it goes to");
  }

  private void byCommand() {
    String release = repository.head();
    back(firstRelease, "rolled back");
    Check.equal(activeHash(), oldHash, "pod-template-hash");
    JsonNode change = stage.lastSync("production").path("change");
    Check.equal(change.path("kind").asString(""), "rollback", "what it is");
    Check.equal(change.path("to").asString(""), firstRelease, "where it goes to");
    Check.that(
        change.path("replicaSets").toString().contains(oldHash), "the old ReplicaSet is named");
    tell.line("back on ReplicaSet deployment-frontend-" + oldHash);
    back(release, "rolled forward");
    repository.git("pull", "--quiet", "--ff-only", "origin", "main");
  }

  private void back(String revision, String words) {
    tell.command("backstay rollback production --to " + shortId(revision) + " --push --yes --wait");
    Typed typed =
        Typed.run(
            "rollback",
            "production",
            "--to",
            shortId(revision),
            "--push",
            "--yes",
            "--wait",
            "--author",
            "Ada Lovelace <ada@example.com>",
            "--server",
            stage.page().toString(),
            "--token-file",
            stage.tokenFile().toString());
    tell.text(typed.out() + typed.err());
    Check.equal(typed.code(), 0, "exit code");
    Check.that(
        typed.out().contains("production  " + words + " to ")
            && typed.out().contains(", everything healthy, nothing left behind"),
        "the command tells that it " + words);
  }

  private void drift() {
    String scale = "scale deployment/deployment-frontend --replicas=5";
    tell.command("kubectl -n outsrc " + scale);
    cluster.kubectl("scale", "deployment/deployment-frontend", "--replicas=5", "-n", NAMESPACE);
    stage.await("the scaling is corrected", () -> correction().isPresent());
    JsonNode corrected = correction().orElseThrow();
    tell.line(
        "production  "
            + corrected.path("object").asString("")
            + "  "
            + corrected.path("fields")
            + " by "
            + corrected.path("by").asString("")
            + ", corrected");
    stage.await(
        "2 replicas are wanted again",
        () ->
            cluster
                .jsonPath(NAMESPACE, "deployment/deployment-frontend", ".spec.replicas")
                .equals("2"));
    stage.awaitSynced("production", repository.head());
  }

  private Optional<JsonNode> correction() {
    for (JsonNode drift : stage.environment("production").path("drift")) {
      if (drift.path("corrected").asBoolean(false) && drift.toString().contains("kubectl")) {
        return Optional.of(drift);
      }
    }
    return Optional.empty();
  }

  private void promote() {
    for (String environment : List.of("master", "staging")) {
      String host = host(environment);
      stage.edit(environment + "/outsrc.yml", "outsrc/frontend:1.0.0", "outsrc/frontend:1.1.0");
      JsonNode sync = synced(environment, commit(environment + ": frontend 1.1.0"));
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

  private void confined() {
    Check.equal(host("master"), "dev.outsrc.dev", "host of master");
    tell.line("the Ingress of outsrc-dev serves " + host("master"));
    String stray =
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stray\n  namespace: outsrc\n";
    repository.write("master/stray.yml", stray);
    String head = commit("a ConfigMap for another namespace");
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
    stage.awaitSynced("master", revert(head));
  }

  private void plugin() {
    repository.write("production/kong.yml", PLUGIN);
    JsonNode made = synced("production", commit("kong: restrict by ip"));
    Check.equal(made.path("counts").path("created").asInt(), 1, "objects created");
    stage.edit(
        APP,
        "cert-manager.io/cluster-issuer: letsencrypt-production\n",
        "cert-manager.io/cluster-issuer: letsencrypt-production\n    plugins.konghq.com: ip-restriction\n");
    JsonNode used = synced("production", commit("outsrc: use ip-restriction"));
    Check.equal(used.path("counts").path("configured").asInt(), 1, "objects configured");
    Check.that(
        used.path("objects")
            .toString()
            .contains("ingress.networking.k8s.io/ingress-outsrc configured"),
        "it is the Ingress");
  }

  private void pluginList() {
    String ingress = ingressVersion();
    stage.edit("production/kong.yml", "[192.0.2.0/24]", "[192.0.2.0/24, 198.51.100.17]");
    JsonNode sync = synced("production", commit("kong: let one more in"));
    Check.equal(sync.path("counts").path("configured").asInt(), 1, "objects configured");
    Check.equal(ingressVersion(), ingress, "resourceVersion of the Ingress");
    tell.line("the Ingress was not touched");
  }

  private void remove() {
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
    JsonNode sync = synced("production", commit("outsrc: no backend"));
    Check.equal(sync.path("counts").path("pruned").asInt(), 2, "objects pruned");
    Check.that(
        !cluster.exists(NAMESPACE, "deployment/deployment-backend"), "the Deployment is gone");
    Check.that(!cluster.exists(NAMESPACE, "service/service-backend"), "the Service is gone");
    Check.that(cluster.exists(NAMESPACE, "deployment/deployment-frontend"), "the frontend stays");
  }

  private String commit(String message) {
    String commit = repository.commit(message);
    tell.command("git commit -qam \"" + message + "\" && git push -q");
    stage.push();
    return commit;
  }

  private String revert(String commit) {
    String revert = repository.revert(commit);
    tell.command("git revert --no-edit " + shortId(commit) + " && git push -q");
    stage.push();
    return revert;
  }

  private JsonNode synced(String environment, String head) {
    stage.awaitSynced(environment, head);
    JsonNode sync = stage.lastSync(environment);
    Check.equal(sync.path("revision").asString(""), head, "the revision of the last sync");
    tell.sync(environment, sync);
    return sync;
  }

  private static String kind(JsonNode sync) {
    return sync.path("change").path("kind").asString("");
  }

  private int readyFrontends() {
    String ready =
        cluster.kubectl(
            "get",
            "endpointslices",
            "-n",
            NAMESPACE,
            "-l",
            "kubernetes.io/service-name=service-frontend",
            "-o",
            "jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}");
    return ready.isBlank() ? 0 : ready.strip().split(" +", -1).length;
  }

  private String activeHash() {
    return cluster
        .kubectl(
            "get",
            "replicasets",
            "-n",
            NAMESPACE,
            "-l",
            "app.kubernetes.io/name=frontend",
            "-o",
            "jsonpath={.items[?(@.spec.replicas==2)].metadata.labels.pod-template-hash}")
        .strip();
  }

  private String replicaSets() {
    return cluster.kubectl("get", "replicasets", "-n", NAMESPACE, "-o", "name");
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

  private static String shortId(String commit) {
    return commit.substring(0, 7);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
