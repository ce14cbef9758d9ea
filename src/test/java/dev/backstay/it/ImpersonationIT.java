package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.LeastAccess;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Each environment has an account of its own, and the agent itself may do nothing but keep its
 * records and act as them: docs/accounts.md.
 */
@ExtendWith(ClusterExtension.class)
final class ImpersonationIT {
  private static final String CONFIG_MAPS =
      """
      - { apiGroups: [""], resources: [configmaps], verbs: [get, list, watch, create, patch] }
      """;

  private final TestCluster cluster;
  private final TestRepository repository;
  private final LeastAccess access;
  private final String one = TestCluster.uniqueName("account-one");
  private final String two = TestCluster.uniqueName("account-two");

  ImpersonationIT(TestCluster cluster, @TempDir Path folder) {
    assumeTrue(cluster.auditLog().isPresent(), "the cluster's audit log is not ours to read");
    this.cluster = cluster;
    this.repository = TestRepository.create(folder.resolve("git"));
    this.access = LeastAccess.in(cluster, folder, TestCluster.uniqueName("account-agent"));
  }

  private static Env as(String account, String name, String namespace, String more) {
    return new Env(name, name, namespace, ", serviceAccount: " + account + more);
  }

  private String push(String subject) {
    String commit = repository.commit(subject);
    repository.push();
    return commit;
  }

  private static JsonNode onlyError(JsonNode status) {
    assertThat(status.path("errors")).as("%s", status).hasSize(1);
    return status.path("errors").get(0);
  }

  /** Applies exactly the YAML that was told, and waits until it is seen to be enough. */
  private void applyFix(TestAgent agent, String environment, String commit) {
    JsonNode status = agent.status(environment);
    String fix = "";
    for (JsonNode error : status.path("errors")) {
      fix += error.path("fix").asString("");
    }
    assertThat(fix).as("%s", status).isNotBlank();
    access.apply(fix);
    askUntil(agent, environment, commit, "synced");
  }

  /** A permission that was just given takes a moment to be known everywhere. */
  private void askUntil(TestAgent agent, String environment, String commit, String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              JsonNode status = agent.status(environment);
              boolean isThere =
                  status.path("state").asString("").equals(state)
                      && status.path("seen").path("revision").asString("").equals(commit);
              if (!isThere) {
                agent.sync(environment);
              }
              return isThere;
            });
  }

  @Test
  void p6_whatIsMissingIsToldAtOnceAndWithItsYamlTheWholeWayIsGoneAsTheAccount() {
    access.records("one", one).account("deployer-one");
    access.records("two", two).account("deployer-two");
    repository.write("one/web.yml", Manifests.deployment("web", "1.0.0"));
    repository.write("one/settings.yml", Manifests.configMap("settings", "a"));
    repository.write("one/password.yml", Manifests.secret("password", "not-so-secret"));
    repository.write("two/settings.yml", Manifests.configMap("settings", "two"));
    String first = push("first");
    long mark = cluster.auditLog().orElseThrow().mark();
    try (TestAgent agent =
        access.start(
            repository.url(),
            as("deployer-one", "one", one, ""),
            as("deployer-two", "two", two, ""))) {
      String told = onlyError(agent.awaitState("one", first, "refused")).path("message").asString();
      assertThat(told)
          .isEqualTo(
              access.username("deployer-one")
                  + " is not allowed all that is needed: in "
                  + one
                  + " get, list, watch, create and patch on configmaps and secrets; list and watch"
                  + " on pods; get, list, watch, create and patch on deployments.apps; list on"
                  + " replicasets.apps; list and watch on horizontalpodautoscalers.autoscaling");
      agent.awaitState("two", first, "refused");
      assertThat(access.writersIn(one, mark)).isEmpty();

      applyFix(agent, "one", first);
      applyFix(agent, "two", first);
      change(agent, first);
      drift(agent);
      prune(agent);
      assertThat(access.writersIn(one, mark)).containsExactly(access.username("deployer-one"));
      assertThat(access.writersIn(two, mark)).containsExactly(access.username("deployer-two"));
    }
  }

  private void change(TestAgent agent, String first) {
    repository.write("one/web.yml", Manifests.deployment("web", "1.0.1"));
    agent.awaitSynced("one", push("second"));
    String reverted = repository.revert("HEAD");
    repository.push();
    agent.awaitSynced("one", reverted);
    JsonNode change = agent.history("one").get(0).path("change");
    assertThat(change.path("kind").asString()).isEqualTo("rollback");
    assertThat(change.path("to").asString()).isEqualTo(first);
    assertThat(change.path("replicaSets")).as("%s", change).hasSize(1);
  }

  private void drift(TestAgent agent) {
    cluster.kubectl(
        "patch", "configmap", "settings", "-n", one, "-p", "{\"data\":{\"value\":\"by hand\"}}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.jsonPath(one, "configmap/settings", ".data.value").equals("a"));
    assertThat(agent.status("one").path("state").asString()).isEqualTo("synced");
  }

  private void prune(TestAgent agent) {
    repository.delete("one/password.yml");
    String pruned = push("without a password");
    JsonNode status = agent.awaitState("one", pruned, "degraded");
    assertThat(status.path("errors").toString()).contains("delete on secrets");
    assertThat(cluster.exists(one, "secret/password")).isTrue();
    applyFix(agent, "one", pruned);
    assertThat(cluster.exists(one, "secret/password")).isFalse();
  }

  @Test
  void p6_theApiServerConfinesAnAccountWhateverTheConfigurationSays() {
    access.records("one", one).account("deployer-one");
    access.allow(CONFIG_MAPS, "deployer", one, "deployer-one");
    access.records("two", two);
    String granting = TestCluster.uniqueName("account-granting");
    access.records("granting", granting).account("deployer-granting");
    access.allow(
        """
        - apiGroups: [rbac.authorization.k8s.io]
          resources: [roles]
          verbs: [get, list, watch, create, patch]
        """,
        "deployer",
        granting,
        "deployer-granting");
    repository.write("one/own.yml", Manifests.configMap("own", "a"));
    repository.write(
        "one/foreign.yml",
        Manifests.configMap("foreign", "a").replace("{ name:", "{ namespace: " + two + ", name:"));
    repository.write("two/settings.yml", Manifests.configMap("settings", "two"));
    repository.write(
        "granting/role.yml",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: reader }
        rules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]
        """);
    String head = push("first");
    long mark = cluster.auditLog().orElseThrow().mark();
    try (TestAgent agent =
        access.start(
            repository.url(),
            as("deployer-one", "one", one, ", namespaces: [" + two + "]"),
            as("stranger", "two", two, ""),
            as("deployer-granting", "granting", granting, ""))) {
      staysInItsNamespace(onlyError(agent.awaitState("one", head, "refused")));
      mayNotBeAnybody(agent, onlyError(agent.awaitState("two", head, "refused")), head);
      mayNotGiveMoreThanItHas(onlyError(agent.awaitState("granting", head, "refused")));
      assertThat(access.writersIn(one, mark)).as("nothing by halves").isEmpty();
      assertThat(access.writersIn(two, mark)).isEmpty();
    }
  }

  private void staysInItsNamespace(JsonNode error) {
    assertThat(error.path("code").asString()).isEqualTo("BKS-206");
    assertThat(error.path("message").asString())
        .isEqualTo(
            access.username("deployer-one")
                + " is not allowed all that is needed: in "
                + two
                + " get, list, watch, create and patch on configmaps");
    assertThat(error.path("fix").asString()).contains("namespace: \"" + two + "\"");
    assertThat(cluster.exists(two, "configmap/foreign")).isFalse();
  }

  private void mayNotBeAnybody(TestAgent agent, JsonNode error, String head) {
    assertThat(error.path("code").asString()).isEqualTo("BKS-208");
    assertThat(error.path("message").asString())
        .contains(access.username("agent") + " may not act as the service account ");
    access.apply(error.path("fix").asString());
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              agent.sync("two");
              JsonNode status = agent.awaitState("two", head, "refused");
              return onlyError(status).path("code").asString().equals("BKS-206");
            });
  }

  @Test
  void p6_whatIsInTheWholeClusterIsAskedForByItselfAndGivenForTheVeryObjectsOnly() {
    access.records("one", one).account("deployer-one");
    String role = one + "-nothing";
    repository.write(
        "one/role.yml",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: %s }
        rules: []
        """
            .formatted(role));
    String head = push("first");
    try (TestAgent agent =
        access.start(
            repository.url(),
            as("deployer-one", "one", one, ", clusterKinds: [ClusterRole/" + one + "-*]"))) {
      assertThat(onlyError(agent.awaitState("one", head, "refused")).path("message").asString())
          .endsWith(
              "in the whole cluster get, create and patch on"
                  + " clusterroles.rbac.authorization.k8s.io "
                  + role
                  + "; list and watch on clusterroles.rbac.authorization.k8s.io");
      applyFix(agent, "one", head);
      assertThat(cluster.exists(one, "clusterrole/" + role)).isTrue();
    }
  }

  private void mayNotGiveMoreThanItHas(JsonNode error) {
    assertThat(error.path("code").asString()).isEqualTo("BKS-206");
    assertThat(error.path("file").asString()).isEqualTo("granting/role.yml");
    assertThat(error.path("message").asString())
        .contains("attempting to grant RBAC permissions not currently held");
    assertThat(error.path("hint").asString()).contains("only what it may do itself");
  }
}
