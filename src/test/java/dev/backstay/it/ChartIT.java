package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.AccessReviews;
import dev.backstay.testing.AccessReviews.Question;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.AuditLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.InstalledChart;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The agent with exactly the account, the token and the permissions that the chart gives it. */
@ExtendWith(ClusterExtension.class)
final class ChartIT {
  private static final String PLUGIN =
      """
      apiVersion: configuration.konghq.com/v1
      kind: KongPlugin
      metadata: { name: ip-restriction }
      plugin: ip-restriction
      config: { allow: [192.0.2.0/24] }
      """;

  /** What the agent, and the account of the environment ENV, must not be able to do. */
  private static final String FORBIDDEN =
      """
      get secrets kube-system -
      list secrets - -
      get secrets OPS -
      get secrets OPS git-credentials
      get secrets default -
      create configmaps OTHER -
      get configmaps OTHER backstay-other
      patch deployments.apps OTHER any
      get namespaces - kube-system
      create namespaces - -
      delete namespaces - ENV
      delete namespaces ENV ENV
      get nodes - -
      patch nodes - -
      create pods ENV -
      create pods/exec ENV any
      create pods/ephemeralcontainers ENV any
      get pods/log OTHER any
      get pods/log OPS any
      create pods/log ENV any
      delete pods ENV any
      create serviceaccounts/token OPS backstay
      create serviceaccounts/token ENV default
      impersonate users - admin
      impersonate groups - system:masters
      impersonate serviceaccounts kube-system default
      impersonate serviceaccounts OPS backstay
      impersonate serviceaccounts ENV default
      escalate roles.rbac.authorization.k8s.io ENV any
      bind roles.rbac.authorization.k8s.io ENV any
      bind clusterroles.rbac.authorization.k8s.io - cluster-admin
      create clusterroles.rbac.authorization.k8s.io - -
      create clusterrolebindings.rbac.authorization.k8s.io - -
      create rolebindings.rbac.authorization.k8s.io OPS -
      patch rolebindings.rbac.authorization.k8s.io OPS any
      patch deployments.apps OPS backstay
      delete deployments.apps OPS backstay
      patch configmaps OPS backstay
      patch serviceaccounts OPS backstay
      create customresourcedefinitions.apiextensions.k8s.io - -
      patch validatingwebhookconfigurations.admissionregistration.k8s.io - any
      approve certificatesigningrequests.certificates.k8s.io - any
      patch leases.coordination.k8s.io kube-system any
      patch leases.coordination.k8s.io ENV any
      """;

  @Test
  void p6_doesAllThatItIsForAndMayDoNothingElse(TestCluster cluster, @TempDir Path folder)
      throws IOException {
    String namespace = TestCluster.uniqueName("chart");
    String ops = TestCluster.uniqueName("ops");
    InstalledChart chart = InstalledChart.install(cluster, folder, ops, values(namespace));
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    AuditLog log = cluster.auditLog().orElseThrow();
    long mark = log.mark();

    try (TestAgent agent = TestAgent.start(configured(cluster, chart, folder, repository.url()))) {
      play(cluster, agent, repository, namespace);
    }

    List<JsonNode> asked =
        log.eventsSince(mark)
            .filter(e -> e.at("/user/username").asString("").equals(chart.user()))
            .toList();
    assertThat(asked).hasSizeGreaterThan(50);
    assertThat(asked)
        .filteredOn(e -> e.at("/responseStatus/code").asInt(0) == 403)
        .extracting(e -> e.path("verb").asString() + " " + e.path("requestURI").asString())
        .isEmpty();
    List<Question> forbidden = forbidden(ops, namespace);
    assertThat(AccessReviews.allowed(cluster, folder, forbidden)).isEmpty();
    // the questions are understood: what is needed is answered with yes
    Question needed = Question.of(ops + "/backstay", "patch configmaps ENV backstay-production");
    assertThat(AccessReviews.allowed(cluster, folder, List.of(in(needed, ops, namespace))))
        .hasSize(1);
  }

  private static String values(String namespace) {
    return """
        config:
          environments:
            - { name: production, path: production, namespace: %s }
        rbac:
          environmentRules:
            production:
              - apiGroups: [configuration.konghq.com]
                resources: [kongplugins]
                verbs: [get, list, watch, create, patch, delete]
        """
        .formatted(namespace);
  }

  /** The configuration of an agent that is no pod. */
  private static Path configured(TestCluster cluster, InstalledChart chart, Path folder, String url)
      throws IOException {
    Path file = TestAgent.configure(cluster, folder.resolve("agent"), url);
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("(?s)environments:.*", "environments: " + chart.environments() + "\n"));
    cluster.histories().ifPresent(histories -> histories.follow(file));
    return file;
  }

  private static void play(
      TestCluster cluster, TestAgent agent, TestRepository repository, String namespace) {
    String app = "production/app.yml";
    repository.write(app, Manifests.deployment("web", "1.0.0"));
    repository.write("production/cm.yml", Manifests.configMap("settings", "a"));
    String first = repository.write("production/s.yml", Manifests.secret("s", "x")).commit("first");
    repository.push();
    agent.awaitSynced("production", first);

    String bad = repository.write(app, Manifests.deployment("web", "1.1.0")).commit("web 1.1.0");
    repository.push();
    agent.awaitSynced("production", bad);
    String reverted = repository.revert(bad);
    repository.push();
    agent.awaitSynced("production", reverted);

    String why =
        agent
            .send(
                HttpRequest.newBuilder(
                        agent.uri("/api/v1/environments/production/objects/deployment.apps/web"))
                    .header("Authorization", "Bearer " + AgentApi.TOKEN))
            .body();
    assertThat(why).contains("ScalingReplicaSet", "\"gaps\":[]");

    cluster.kubectl("scale", "deployment/web", "-n", namespace, "--replicas=7");
    Awaitility.await()
        .until(() -> !cluster.jsonPath(namespace, "deployment/web", ".spec.replicas").equals("7"));

    repository.delete("production/cm.yml");
    String pruned = repository.write("production/kong.yml", PLUGIN).commit("a plugin");
    repository.push();
    agent.awaitSynced("production", pruned);
    assertThat(cluster.exists(namespace, "configmap/settings")).isFalse();
    assertThat(cluster.exists(namespace, "kongplugins/ip-restriction")).isTrue();

    assertThat(agent.suspend("production", "{}").statusCode()).isLessThan(300);
    assertThat(agent.resume("production").statusCode()).isLessThan(300);
    String stray =
        Manifests.configMap("stray", "x").replace("name: stray", "name: stray, namespace: default");
    String refused = repository.write("production/stray.yml", stray).commit("for elsewhere");
    repository.push();
    agent.awaitState("production", refused, "refused");
    repository.revert(refused);
    repository.push();
    agent.awaitSynced("production", repository.head());
  }

  private static List<Question> forbidden(String ops, String namespace) {
    Stream<Question> both =
        FORBIDDEN
            .lines()
            .flatMap(
                line ->
                    Stream.of("/backstay", "/backstay-production")
                        .map(account -> Question.of(ops + account, line)));
    // only as the environment's account are logs read, and only there
    Question log = Question.of(ops + "/backstay", "get pods/log ENV any");
    return Stream.concat(both, Stream.of(log))
        .map(question -> in(question, ops, namespace))
        .toList();
  }

  private static Question in(Question question, String ops, String namespace) {
    String where =
        switch (question.namespace()) {
          case "OPS" -> ops;
          case "ENV" -> namespace;
          case "OTHER" -> "default";
          default -> question.namespace();
        };
    String name = question.name().equals("ENV") ? namespace : question.name();
    return new Question(question.account(), question.verb(), question.resource(), where, name);
  }
}
