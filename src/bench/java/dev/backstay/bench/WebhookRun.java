package dev.backstay.bench;

import dev.backstay.testing.ProcessAgent;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.WebhookSigner;
import dev.backstay.testing.git.GitHttpServer;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** An agent, a process of its own, that polls seldom and follows a git server over HTTP. */
final class WebhookRun implements AutoCloseable {
  private static final String ENVIRONMENT = "production";

  private final TestRepository repository;
  private final GitHttpServer server;
  private final ProcessAgent agent;
  private final String secret;

  private WebhookRun(
      TestRepository repository, GitHttpServer server, ProcessAgent agent, String secret) {
    this.repository = repository;
    this.server = server;
    this.agent = agent;
    this.secret = secret;
  }

  static WebhookRun start(TestCluster cluster, Path folder) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("git"));
    String head = write(repository, "begin").commit("begin");
    repository.push();
    GitHttpServer server =
        GitHttpServer.start(Objects.requireNonNull(repository.bare().getParent()));
    byte[] random = new byte[32];
    RandomGenerator.getDefault().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    Path file =
        TestAgent.pollingRarely(
            TestAgent.configure(
                cluster.agentKubeconfig(),
                folder.resolve("agent"),
                server.url("config.git"),
                Env.of(ENVIRONMENT, "webhook")));
    Path git = Files.createDirectories(file.resolveSibling("secrets").resolve("git"));
    Files.writeString(git.resolve("token"), "anything");
    Files.writeString(file.resolveSibling("webhook"), secret);
    String http = "http: { webhooks: { github: { secretFile: webhook } }, ";
    Files.writeString(file, Files.readString(file).replace("http: { ", http));
    ProcessAgent agent = ProcessAgent.start(file, folder.resolve("log"));
    agent.awaitSynced(ENVIRONMENT, head);
    return new WebhookRun(repository, server, agent, secret);
  }

  private static TestRepository write(TestRepository repository, String value) {
    return repository.write(
        ENVIRONMENT + "/settings.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings }
        data: { value: "%s" }
        """
            .formatted(value));
  }

  /** Pushes a commit and tells the agent as GitHub does. */
  WebhookTimes.Round round(int number) {
    String commit = write(repository, "round " + number).commit("round " + number);
    repository.push();
    String body = "{\"ref\":\"refs/heads/main\",\"after\":\"" + commit + "\"}";
    HttpRequest.Builder webhook =
        HttpRequest.newBuilder(agent.uri("/webhooks/github"))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "push")
            .header("X-Hub-Signature-256", "sha256=" + WebhookSigner.hex(secret, body))
            .POST(BodyPublishers.ofString(body));
    Instant sent = Instant.now();
    HttpResponse<String> answer = agent.send(webhook);
    Instant answered = Instant.now();
    if (answer.statusCode() != 202) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    agent.awaitSynced(ENVIRONMENT, commit);
    JsonNode sync = agent.history(ENVIRONMENT).get(0);
    return new WebhookTimes.Round(
        Duration.between(sent, answered),
        Duration.between(sent, at(sync, "started")),
        Duration.between(sent, at(sync, "finished")));
  }

  private static Instant at(JsonNode sync, String when) {
    return Instant.parse(sync.path(when).asString());
  }

  @Override
  public void close() {
    agent.close();
    server.close();
  }
}
