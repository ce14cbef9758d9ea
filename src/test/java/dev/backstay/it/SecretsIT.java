package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.config.Forge;
import dev.backstay.testing.AgentApi;
import dev.backstay.testing.Canary;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.ForgeFake;
import dev.backstay.testing.Kubectl;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** All that an agent shows is searched for what it must never show. */
@ExtendWith(ClusterExtension.class)
final class SecretsIT {
  private static final String VALUE = Canary.of("first");
  private static final String NEXT_VALUE = Canary.of("next");
  private static final String GIT_PASSWORD = Canary.of("git");

  private final TestCluster cluster;
  private final Kubectl kubectl;
  private final Path folder;
  private final String namespace = TestCluster.uniqueName("secrets");
  private final TestRepository repository;
  private final CapturedLog log = CapturedLog.listen();
  private final ForgeFake forge = ForgeFake.start(Forge.GITEA);

  SecretsIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.kubectl = new Kubectl(cluster);
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  @AfterEach
  void endLog() {
    log.close();
    forge.close();
    kubectl.run("delete", "validatingadmissionpolicybinding/" + namespace);
    kubectl.run("delete", "validatingadmissionpolicy/" + namespace);
  }

  @Test
  void lesson12_valuesOfSecretsAreShownNowhere() throws IOException {
    cluster.kubectl("create", "namespace", namespace);
    String applied = Manifests.secret("taken", "first");
    Path manifest = Files.writeString(folder.resolve("taken.yml"), applied);
    cluster.kubectl("apply", "-n", namespace, "-f", manifest.toString());
    assertThat(cluster.jsonPath(namespace, "secret/taken", ".metadata.annotations"))
        .as("kubectl keeps the value in an annotation")
        .contains(VALUE);
    repository.write("production/taken.yml", applied);
    String first = repository.commit("take over");
    repository.push();
    Path secret = Files.createDirectories(folder.resolve("agent/secrets/git"));
    Files.writeString(secret.resolve("username"), "ada");
    Files.writeString(secret.resolve("password"), GIT_PASSWORD);
    try (GitHttpServer server =
        GitHttpServer.start(Objects.requireNonNull(repository.bare().getParent()))) {
      server.require("ada", "something else");
      String url = server.url(repository.bare().getFileName().toString());
      try (TestAgent agent = TestAgent.start(configuration(url))) {
        Shown shown = new Shown(cluster, namespace, agent, forge, log);
        await().until(() -> log.text().contains("401") || log.text().contains("credentials"));
        shown.holdsNoSecret();
        server.require("ada", GIT_PASSWORD);
        agent.sync("production");
        agent.awaitSynced("production", first);
        shown.holdsNoSecret();

        isRefusedByItsReader(agent, shown);
        isRefusedByTheApiServer(agent, shown);
        isRefusedByAPolicyThatQuotesIt(agent, shown);
        isChangedByHand(shown);
        isAskedWithSecrets(agent, shown);
        shown.commandsPrintNoSecret(repository, first);
      }
    }
  }

  private void isRefusedByItsReader(TestAgent agent, Shown shown) {
    repository.write("production/taken.yml", Manifests.secret("taken", "next"));
    repository.write(
        "production/bad.yml",
        """
        apiVersion: v1
        kind: Secret
        metadata: { name: bad }
        data: { plain: "%1$s", deep: { password: %1$s } }
        stringData: { many: [%1$s], number: 31415926535 }
        """
            .formatted(NEXT_VALUE));
    String head = repository.commit("no strings");
    repository.push();
    JsonNode errors = agent.awaitState("production", head, "refused").path("errors");
    assertThat(errors.toString())
        .contains("plain", "deep", "many", "number", "production/bad.yml")
        .doesNotContain("31415926535");
    shown.holdsNoSecret();
  }

  private void isRefusedByTheApiServer(TestAgent agent, Shown shown) {
    repository.write(
        "production/bad.yml",
        """
        apiVersion: v1
        kind: Secret
        metadata: { name: bad }
        dataa: { password: "%1$s" }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: worse }
        type: kubernetes.io/dockerconfigjson
        stringData: { .dockerconfigjson: "%1$s" }
        """
            .formatted(NEXT_VALUE));
    String head = repository.commit("bad fields");
    repository.push();
    JsonNode errors = agent.awaitState("production", head, "refused").path("errors");
    assertThat(errors).hasSize(2);
    assertThat(errors.get(0).path("code").asString()).isEqualTo("BKS-204");
    shown.holdsNoSecret();
    repository.delete("production/bad.yml");
  }

  private void isRefusedByAPolicyThatQuotesIt(TestAgent agent, Shown shown) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yml"), policy());
    cluster.kubectl("apply", "-f", policy.toString());
    Path next = Files.writeString(folder.resolve("next.yml"), Manifests.secret("taken", "next"));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        kubectl
                            .run(
                                "apply",
                                "--server-side",
                                "--force-conflicts",
                                "--dry-run=server",
                                "-n",
                                namespace,
                                "-f",
                                next.toString())
                            .output())
                    .as("the policy quotes the value")
                    .contains(Canary.base64Of("next")));
    String head = repository.commit("against the policy");
    repository.push();
    JsonNode errors = agent.awaitState("production", head, "refused").path("errors");
    assertThat(errors.get(0).path("object").asString()).isEqualTo("secret/taken");
    assertThat(errors.get(0).path("code").asString()).isEqualTo("BKS-207");
    assertThat(errors.get(0).path("message").asString())
        .as("who said no is kept")
        .contains("ValidatingAdmissionPolicy '" + namespace + "'");
    shown.holdsNoSecret();
    cluster.kubectl("delete", "validatingadmissionpolicybinding/" + namespace);
    agent.awaitSynced("production", head);
  }

  private String policy() {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: { name: %1$s }
        spec:
          matchConstraints:
            resourceRules:
              - { apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [secrets] }
          validations:
            - expression: "!has(object.data) || !('password' in object.data)"
              messageExpression: "'not ' + string(object.data.password)"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: { name: %1$s }
        spec:
          policyName: %1$s
          validationActions: [Deny]
          matchResources:
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: %1$s } }
        """
        .formatted(namespace);
  }

  private void isChangedByHand(Shown shown) {
    cluster.kubectl(
        "patch",
        "secret/taken",
        "-n",
        namespace,
        "--type=merge",
        "-p",
        "{\"stringData\":{\"password\":\"" + VALUE + "\",\"more\":\"" + VALUE + "\"}}");
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.jsonPath(namespace, "secret/taken", ".data.password"))
                    .isEqualTo(Canary.base64Of("next")));
    await().untilAsserted(() -> assertThat(shown.events()).contains("Drift"));
    shown.holdsNoSecret();
  }

  /** Right and wrong ones, where they belong and where they do not. */
  private void isAskedWithSecrets(TestAgent agent, Shown shown) {
    List<String> answers = new ArrayList<>();
    for (String token : List.of(AgentApi.TOKEN, Canary.of("hook"), Canary.of("guess"))) {
      for (String path :
          List.of(
              "/webhooks/generic",
              "/webhooks/github",
              "/api/v1/environments/production/sync",
              "/api/v1/environments/production/suspend",
              "/api/v1/environments/nowhere/resume",
              "/nowhere")) {
        HttpResponse<String> answer =
            agent.send(
                HttpRequest.newBuilder(agent.uri(path))
                    .header("Authorization", "Bearer " + token)
                    .header("X-Hub-Signature-256", "sha256=" + token)
                    .header("Cookie", "backstay=" + token)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"ref\": \"" + token)));
        answers.add(answer.statusCode() + answer.headers().toString() + answer.body());
      }
      answers.add(signIn(agent, token));
    }
    assertThat(answers).anyMatch(answer -> answer.startsWith("202"));
    assertThat(answers).anyMatch(answer -> answer.startsWith("401"));
    assertThat(Canary.foundIn(String.join("\n", answers))).isEmpty();
    shown.holdsNoSecret();
  }

  private static String signIn(TestAgent agent, String token) {
    HttpResponse<String> answer =
        agent.send(
            HttpRequest.newBuilder(agent.uri("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", agent.uri("").toString())
                .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
    return answer.statusCode() + answer.headers().toString() + answer.body();
  }

  /** Everything that the agent can be told a secret for is set. */
  private Path configuration(String url) throws IOException {
    Path file =
        TestAgent.configure(cluster, folder.resolve("agent"), url, Env.of("production", namespace));
    Files.writeString(folder.resolve("agent/forge-token"), ForgeFake.TOKEN);
    String commitStatus =
        "{ provider: gitea, api: '%s', project: %s, tokenFile: forge-token }"
            .formatted(forge.api(), ForgeFake.PROJECT);
    Files.writeString(folder.resolve("agent/hook"), Canary.of("hook"));
    String webhooks = "tokenFile: tokens, webhooks: { generic: { secretFile: hook } }";
    String config = Files.readString(file).replace("tokenFile: tokens", webhooks);
    assertThat(config).contains(webhooks);
    return Files.writeString(file, config + "notify: { commitStatus: " + commitStatus + " }\n");
  }
}
