package dev.backstay.story;

import dev.backstay.cli.Typed;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Steps 1 to 8: the application goes live, forward, back, and stays as git says. */
final class Releases {
  private static final String APP = "production/outsrc.yml";
  private static final String NAMESPACE = "outsrc";

  private final Stage stage;
  private final Narrator tell;
  private final Hand hand;
  private final TestCluster cluster;
  private final TestRepository repository;
  private String firstRelease = "";
  private String secondRelease = "";
  private String rollback = "";
  private String oldHash = "";

  Releases(Stage stage, Narrator tell) {
    this.stage = stage;
    this.tell = tell;
    this.hand = new Hand(stage, tell);
    this.cluster = stage.cluster();
    this.repository = stage.repository();
  }

  void first() {
    firstRelease = repository.head();
    JsonNode sync = stage.lastSync("production");
    tell.sync("production", sync);
    Check.equal(sync.path("counts").path("created").asInt(), 5, "objects created");
    // the chart made it, with the permissions in it
    Check.equal(sync.path("counts").path("configured").asInt(), 1, "namespaces configured");
    String live =
        cluster.kubectl("get", "ingress,service,deployment", "-n", NAMESPACE, "-o", "name");
    tell.command("kubectl -n outsrc get ingress,service,deployment -o name");
    tell.text(live);
    Check.equal(live.lines().count(), 5L, "objects in the namespace");
    oldHash = activeHash();
  }

  void release() {
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
    secondRelease = hand.commit("frontend 1.1.0");
    JsonNode sync = hand.synced("production", secondRelease);
    rolling.set(false);
    join(watcher);
    Check.equal(sync.path("counts").path("configured").asInt(), 1, "objects configured");
    Check.equal(sync.path("counts").path("unchanged").asInt(), 5, "objects unchanged");
    Check.that(lowest.get() >= 2, "never less than 2 ready endpoints, but were " + lowest.get());
    tell.line("ready endpoints never fell below " + lowest.get() + " of 2");
  }

  /** What starts slowly shows each step of its rollout. */
  void watch() {
    stage.edit("staging/outsrc.yml", "outsrc/backend:1.0.0", "outsrc/backend:slow-2");
    String head = hand.commit("staging: backend with a slow start");
    stage.awaitState("staging", head, "rolling-out");
    tell.command("backstay status -w staging");
    Typed typed = type("status", "-w", "staging");
    tell.text(typed.out() + typed.err());
    Check.equal(typed.code(), 0, "exit code");
    Check.that(
        typed.out().contains("Waiting for deployment \"deployment-backend\" rollout to finish: "),
        "the progress is told in kubectl's words");
    stage.awaitSynced("staging", head);
  }

  void causes() {
    String history =
        cluster.kubectl("rollout", "history", "deployment/deployment-frontend", "-n", NAMESPACE);
    tell.command("kubectl -n outsrc rollout history deployment/deployment-frontend");
    tell.text(history.strip());
    Check.that(
        history.contains(Hand.shortId(firstRelease) + " outsrc 1.0.0"),
        "a cause names " + firstRelease);
    Check.that(
        history.contains(Hand.shortId(secondRelease) + " frontend 1.1.0"),
        "a cause names " + secondRelease);
  }

  void rollBack() {
    String before = replicaSets();
    rollback = hand.revert(secondRelease);
    JsonNode sync = hand.synced("production", rollback);
    Check.equal(Hand.kind(sync), "rollback", "what it is");
    Check.equal(sync.path("change").path("to").asString(""), firstRelease, "where it goes to");
    Check.equal(activeHash(), oldHash, "pod-template-hash");
    Check.equal(replicaSets(), before, "ReplicaSets");
    tell.line("back on ReplicaSet deployment-frontend-" + oldHash + ", no new one was made");
  }

  void rollForward() {
    String forward = hand.revert(rollback);
    JsonNode sync = hand.synced("production", forward);
    Check.equal(Hand.kind(sync), "roll forward", "what it is");
    Check.equal(sync.path("change").path("to").asString(""), secondRelease, "where it goes to");
  }

  void byCommand() {
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
    tell.command("backstay history production");
    Typed history = type("history", "production");
    tell.text(history.out());
    Check.equal(history.code(), 0, "exit code");
    Check.that(
        history.out().contains("rollback") && history.out().contains("roll forward"),
        "the history tells what each was");
    repository.git("pull", "--quiet", "--ff-only", "origin", "main");
  }

  private void back(String revision, String words) {
    tell.command(
        "backstay rollback production --to " + Hand.shortId(revision) + " --push --yes --wait");
    Typed typed =
        type(
            "rollback",
            "production",
            "--to",
            Hand.shortId(revision),
            "--push",
            "--yes",
            "--wait",
            "--author",
            "Ada Lovelace <ada@example.com>",
            "--token-file",
            stage.tokenFile().toString());
    tell.text(typed.out() + typed.err());
    Check.equal(typed.code(), 0, "exit code");
    Check.that(
        typed.out().contains("production  " + words + " to ")
            && typed.out().contains(", everything healthy, nothing left behind"),
        "the command tells that it " + words);
  }

  void drift() {
    String scale = "scale deployment/deployment-frontend --replicas=5";
    tell.command("kubectl -n outsrc " + scale);
    cluster.kubectl("scale", "deployment/deployment-frontend", "--replicas=5", "-n", NAMESPACE);
    stage.await("the scaling is corrected", () -> correction().isPresent());
    JsonNode corrected = correction().orElseThrow();
    tell.line(
        "production  "
            + corrected.path("object").asString("")
            + "  "
            + corrected
                .path("fields")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(", "))
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

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** As a person types it, with what this stage needs besides. */
  private Typed type(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--server";
    all[arguments.length + 1] = stage.page().toString();
    return Typed.run(all);
  }
}
