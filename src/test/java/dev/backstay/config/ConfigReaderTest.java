package dev.backstay.config;

import static dev.backstay.config.Reading.environment;
import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.repository;
import static dev.backstay.config.Reading.valid;
import static dev.backstay.config.Reading.withEnvironment;
import static dev.backstay.config.Reading.withRepository;
import static dev.backstay.config.Reading.withTop;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a right file says, and how a wrong one is told. */
class ConfigReaderTest {

  @Test
  void fillsInEveryDefault() {
    AgentConfig config = valid(withTop());

    assertThat(config)
        .isEqualTo(
            new AgentConfig(
                new RepositoryConfig(
                    "https://git.example.com/acme/config.git",
                    "main",
                    Duration.ofSeconds(15),
                    Optional.empty(),
                    Optional.empty(),
                    RewritePolicy.REFUSE,
                    Duration.ofSeconds(20),
                    Optional.empty()),
                Path.of("/var/lib/backstay"),
                HttpConfig.at("0.0.0.0", 8080, 8081),
                new NotifyConfig(Optional.empty()),
                List.of(
                    new EnvironmentConfig(
                        "production",
                        "production",
                        "outsrc",
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        new PruneConfig(true, 50),
                        DriftConfig.DEFAULT,
                        Duration.ofMinutes(5),
                        false,
                        Optional.empty(),
                        Optional.empty()))));
  }

  @Test
  void readsTheRepository() {
    RepositoryConfig repository =
        repository(
            "branch: releases/2.x",
            "pollInterval: 1m",
            "auth: { secret: git-credentials }",
            "rewrites: follow",
            "timeout: 1s",
            "verify: { signatures: required, keys: signers }");

    assertThat(repository)
        .isEqualTo(
            new RepositoryConfig(
                "https://git.example.com/acme/config.git",
                "releases/2.x",
                Duration.ofMinutes(1),
                Optional.of(Path.of("/etc/backstay/secrets/git-credentials")),
                Optional.empty(),
                RewritePolicy.FOLLOW,
                Duration.ofSeconds(1),
                Optional.of(
                    new VerifyConfig(
                        VerifyConfig.Signatures.REQUIRED, Path.of("/etc/backstay/signers")))));
  }

  @Test
  void readsAnEnvironment() {
    EnvironmentConfig environment =
        environment(
            "namespaces: [outsrc-jobs, outsrc-mail]",
            "clusterKinds: [Namespace, ClusterRole/outsrc-*]",
            "cluster: { kubeconfig: clusters/production }",
            "prune: { enabled: false, maxShare: 5% }",
            "healthTimeout: 1h30m",
            "unstick: true");

    assertThat(environment.allNamespaces()).containsExactly("outsrc", "outsrc-jobs", "outsrc-mail");
    assertThat(environment.clusterKinds()).hasToString("[Namespace, ClusterRole/outsrc-*]");
    assertThat(environment.kubeconfig()).contains(Path.of("/etc/backstay/clusters/production"));
    assertThat(environment.prune()).isEqualTo(new PruneConfig(false, 5));
    assertThat(environment.healthTimeout()).isEqualTo(Duration.ofMinutes(90));
    assertThat(environment.unstick()).isTrue();
  }

  @Test
  void resolvesPathsAgainstTheFolderOfTheFile() {
    AgentConfig config = valid(withTop("dataDir: ../data", "http: { tokenFile: /run/token }"));

    assertThat(config.dataDir()).isEqualTo(Path.of("/etc/data"));
    assertThat(config.http().access().tokenFile()).contains(Path.of("/run/token"));
  }

  @Test
  void readsWhoseWebhooksAreTaken() {
    String http = "http: { webhooks: { github: { secretFile: secrets/github }, gitlab: } }";

    WebhooksConfig webhooks = valid(withTop(http)).http().webhooks();

    assertThat(webhooks.secretFile(WebhookProvider.GITHUB))
        .contains(Path.of("/etc/backstay/secrets/github"));
    assertThat(webhooks.secretFiles()).hasSize(1);
  }

  @Test
  void takesAKeyWithoutValueAsNoKey() {
    assertThat(valid(withTop("http:", "dataDir: ~"))).isEqualTo(valid(withTop()));
  }

  @Test
  void acceptsAnchorsAndAliases() {
    String yaml =
        withEnvironment(
            "prune: &careful { maxShare: 10% }",
            "healthTimeout: 1m\n  - { name: staging, path: staging, namespace: s, prune: *careful }");

    assertThat(valid(yaml).environments())
        .extracting(EnvironmentConfig::prune)
        .containsExactly(new PruneConfig(true, 10), new PruneConfig(true, 10));
  }

  @Test
  void tellsAllErrorsAtOnceInTheOrderOfTheFile() {
    String yaml =
        """
        repository:
          branch: 1.10
          pollinterval: 15s
          timeout: 20
        http:
          port: 80800
        environments:
          - name: Production
            path: /production
            namespace: kube-system
            clusterKinds: Namespace
            healthTimeout: soon
          - path: staging
            healing: correct
        environment: []
        """;

    assertThat(errors(yaml))
        .containsExactly(
            "backstay.yaml:1: missing key \"url\" in repository",
            "backstay.yaml:2: branch: expected text, not a number"
                + " (put it in quotes if it is meant so)",
            "backstay.yaml:3: unknown key \"pollinterval\" (did you mean pollInterval?)",
            "backstay.yaml:4: timeout: expected a duration such as 15s or 5m, not \"20\"",
            "backstay.yaml:6: port: expected a port between 0 and 65535, not \"80800\"",
            "backstay.yaml:8: name: expected a name of lower-case letters, digits and -,"
                + " at most 53 characters, not \"Production\"",
            "backstay.yaml:9: path: expected a path from the root of the repository"
                + " such as production, not \"/production\"",
            "backstay.yaml:10: namespace: kube-system belongs to Kubernetes itself"
                + " and cannot be an environment's",
            "backstay.yaml:11: clusterKinds: expected a list, not text",
            "backstay.yaml:12: healthTimeout: expected a duration such as 15s or 5m, not \"soon\"",
            "backstay.yaml:13: missing key \"name\" in environments[]",
            "backstay.yaml:13: missing key \"namespace\" in environments[]",
            "backstay.yaml:14: unknown key \"healing\" (known here: cluster, clusterKinds, deniedKinds,"
                + " drift, handManagers, healthTimeout, name, namespace, namespaces, path, prune,"
                + " serviceAccount, tier, unstick)",
            "backstay.yaml:15: unknown key \"environment\" (did you mean environments?)");
  }

  @Test
  void refusesDuplicateKeys() {
    assertThat(errors(withRepository("branch: main", "timeout: 5s", "branch: next")))
        .containsExactly("backstay.yaml:5: duplicate key \"branch\" (first on line 3)");
  }

  @Test
  void refusesMergeKeysAndKeysThatAreNoWords() {
    assertThat(errors(withRepository("<<: { branch: main }", "[a, b]: c")))
        .containsExactly(
            "backstay.yaml:3: merge keys (<<) are not read (write the keys out)",
            "backstay.yaml:4: a key must be a word");
  }

  @Test
  void saysWhatIsMissingWhereItShouldBe() {
    assertThat(errors("dataDir: /data\n"))
        .containsExactly(
            "backstay.yaml:1: missing key \"repository\"",
            "backstay.yaml:1: missing key \"environments\"");
    assertThat(errors(withTop().replace("path: production", "path:")))
        .containsExactly("backstay.yaml:4: missing key \"path\" in environments[]");
    assertThat(errors(withRepository("auth: {}")))
        .containsExactly("backstay.yaml:3: missing key \"secret\" in repository.auth");
  }

  @Test
  void refusesValuesOfAnotherType() {
    assertThat(errors(withTop("http: 8080", "dataDir: [a]")))
        .containsExactly(
            "backstay.yaml:7: http: expected keys and values, not a number",
            "backstay.yaml:8: dataDir: expected text, not a list");
    assertThat(errors(withRepository("timeout: { s: 5 }", "rewrites: [follow]", "branch: yes")))
        .containsExactly(
            "backstay.yaml:3: timeout: expected a duration such as 15s or 5m, not keys and values",
            "backstay.yaml:4: rewrites: expected refuse or follow, not a list",
            "backstay.yaml:5: branch: expected text, not true or false"
                + " (put it in quotes if it is meant so)");
    assertThat(errors(withEnvironment("namespaces: [~, 2024-01-01, !b c]")))
        .containsExactly(
            "backstay.yaml:7: namespaces: expected text, not nothing",
            "backstay.yaml:7: namespaces: expected text, not a date"
                + " (put it in quotes if it is meant so)",
            "backstay.yaml:7: namespaces: expected text, not a tagged value"
                + " (put it in quotes if it is meant so)");
  }

  @Test
  void refusesTextThatIsNotOneLine() {
    assertThat(errors(withRepository("branch: \"\"", "url2: x")).getFirst())
        .isEqualTo("backstay.yaml:3: branch: must not be empty");
    assertThat(errors(withRepository("branch: \"main\\n\"")))
        .containsExactly("backstay.yaml:3: branch: must be one line without spaces around it");
    assertThat(errors(withTop("dataDir: \"/data\\0\"")))
        .containsExactly("backstay.yaml:7: dataDir: must be one line without spaces around it");
  }

  @Test
  void shortensAndCleansWhatItRepeats() {
    assertThat(errors(withTop("\"a\\nb\": 1", "x".repeat(100) + ": 1")))
        .extracting(error -> error.substring(0, error.indexOf(" (")))
        .containsExactly(
            "backstay.yaml:7: unknown key \"a b\"",
            "backstay.yaml:8: unknown key \"" + "x".repeat(60) + "…\"");
  }
}
