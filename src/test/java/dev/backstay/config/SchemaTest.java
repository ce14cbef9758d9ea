package dev.backstay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schema says what the reader does. JSON is YAML, so both can be asked the same. */
class SchemaTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Schema SCHEMA = Schema.published();

  @Test
  void knowsExactlyTheKeysThatTheReaderKnows() {
    Findings findings = new Findings("backstay.yaml");
    ConfigReader.read(Reading.FILE, Documentation.sample(), findings);

    assertThat(findings.keys()).containsExactlyInAnyOrderElementsOf(keys(_ -> true));
  }

  @Test
  void describesEverySetting() {
    assertThat(SCHEMA.settings())
        .allSatisfy(s -> assertThat(s.rule().path("description").asString("")).endsWith("."));
  }

  @Test
  void namesTheDefaultsThatTheReaderFillsIn() {
    ObjectNode explicit = document();
    SCHEMA.settings().stream()
        .filter(setting -> setting.rule().has("default"))
        .forEach(setting -> put(explicit, setting));

    assertThat(explicit.at("/environments/0/prune/maxShare").asString()).isEqualTo("50%");
    assertThat(Reading.valid(explicit.toString())).isEqualTo(Reading.valid(document().toString()));
  }

  /** Of what is required there is no default, and whether to log in is no question of defaults. */
  @Test
  void hasADefaultOrSaysWhatItsAbsenceMeans() {
    assertThat(keys(rule -> !rule.has("default") && !rule.has("properties")))
        .containsExactly(
            "repository.url",
            "repository.auth.secret",
            "repository.proxy",
            "repository.verify.signatures",
            "repository.verify.keys",
            "http.tokenFile",
            "http.trustedProxy.addresses",
            "http.trustedProxy.userHeader",
            "http.trustedProxy.groupsHeader",
            "http.trustedProxy.readers.users",
            "http.trustedProxy.readers.groups",
            "http.trustedProxy.operators.users",
            "http.trustedProxy.operators.groups",
            "http.tls.certFile",
            "http.tls.keyFile",
            "http.webhooks.github.secretFile",
            "http.webhooks.gitlab.secretFile",
            "http.webhooks.gitea.secretFile",
            "http.webhooks.generic.secretFile",
            "notify.commitStatus.provider",
            "notify.commitStatus.api",
            "notify.commitStatus.project",
            "notify.commitStatus.tokenFile",
            "notify.commitStatus.targetUrl",
            "environments",
            "environments[].name",
            "environments[].path",
            "environments[].namespace",
            "environments[].cluster.kubeconfig",
            "environments[].tier",
            "environments[].serviceAccount");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/repository/url: \"git@example.com:acme/config.git\"",
        "/repository/url: \"../config.git\"",
        "/repository/auth: {\"secret\":\"git-credentials\"}",
        "/repository/proxy: \"http://proxy.example.com:3128\"",
        "/repository/rewrites: \"follow\"",
        "/repository/timeout: \"1h30m\"",
        "/repository/verify: {\"signatures\":\"required\",\"keys\":\"/etc/backstay/signers\"}",
        "/dataDir: \"data\"",
        "/http: {}",
        "/http/port: 0",
        "/http/address: \"::1\"",
        "/http/hosts: [\"backstay.example.com\",\"127.0.0.1\",\"[::1]\"]",
        "/http: {\"tokenFile\":\"t\",\"requireToken\":true}",
        "/http/tls: {\"certFile\":\"tls.crt\",\"keyFile\":\"tls.key\"}",
        "/http/trustedProxy: {\"addresses\":[\"10.0.0.0/8\",\"::1\"],\"userHeader\":\"X-User\",\"operators\":{\"users\":[\"ada@example.com\"]}}",
        "/http/trustedProxy: {\"addresses\":[\"10.0.0.7\"],\"userHeader\":\"U\",\"groupsHeader\":\"G\",\"readers\":{\"users\":[\"*\"],\"groups\":[\"a b\"]}}",
        "/http/webhooks: {}",
        "/http/webhooks: {\"gitlab\":{\"secretFile\":\"s\"},\"generic\":{\"secretFile\":\"/s\"}}",
        "/notify: {}",
        "/notify: {\"commitStatus\":{\"provider\":\"gitlab\",\"tokenFile\":\"t\",\"project\":\"a/b/c\"}}",
        "/notify: {\"commitStatus\":{\"provider\":\"gitea\",\"tokenFile\":\"t\",\"targetUrl\":\"https://b.example.com/{environment}\"}}",
        "/environments/0/path: \"./a/...b/\"",
        "/environments/0/namespaces: [\"b\",\"c\"]",
        "/environments/0/clusterKinds: [\"Namespace\",\"ClusterRole/system:*\"]",
        "/environments/0/prune: {\"maxShare\":\"100%\"}"
      })
  void acceptsWhatTheReaderAccepts(String change) {
    JsonNode document = changed(change);

    Reading.valid(document.toString());
    assertThat(SCHEMA.accepts(document)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/drift: \"correct\"",
        "/repository: {}",
        "/repository/url: \"\"",
        "/repository/url: \"https://ada:s3cret@example.com/config.git\"",
        "/repository/url: \"https://s3cret@example.com/config.git\"",
        "/repository/branch: 1",
        "/repository/auth: {}",
        "/repository/auth: {\"secret\":\"a/b\"}",
        "/repository/proxy: \"https://proxy.example.com:3128\"",
        "/repository/proxy: \"http://ada:s3cret@proxy.example.com:3128\"",
        "/repository/proxy: \"proxy.example.com\"",
        "/repository/rewrites: \"ignore\"",
        "/repository/verify: {\"signatures\":\"required\"}",
        "/repository/verify: {\"signatures\":\"optional\",\"keys\":\"k\"}",
        "/repository/timeout: \"20\"",
        "/repository/timeout: 20",
        "/repository/timeout: \"\"",
        "/dataDir: \"~/data\"",
        "/http/port: 65536",
        "/http/port: -1",
        "/http/port: \"80\"",
        "/http/address: \"a b\"",
        "/http/hosts: [\"Backstay.example.com\"]",
        "/http/hosts: [\"backstay.example.com:8080\"]",
        "/http/requireToken: \"true\"",
        "/http/tls: {\"certFile\":\"tls.crt\"}",
        "/http/trustedProxy: {\"addresses\":[\"10.0.0.7\"]}",
        "/http/trustedProxy: {\"addresses\":[\"proxy\"],\"userHeader\":\"U\",\"readers\":{\"users\":[\"a\"]}}",
        "/http/trustedProxy: {\"addresses\":[\"10.0.0.7\"],\"userHeader\":\"U:\",\"readers\":{\"users\":[\"a\"]}}",
        "/http/trustedProxy: {\"addresses\":[\"10.0.0.7\"],\"userHeader\":\"U\",\"readers\":{\"users\":[\"a\\u001b\"]}}",
        "/http/webhooks: [\"github\"]",
        "/http/webhooks: {\"bitbucket\":{\"secretFile\":\"s\"}}",
        "/http/webhooks: {\"github\":{}}",
        "/http/webhooks: {\"github\":{\"secret\":\"s3cret\",\"secretFile\":\"s\"}}",
        "/http/webhooks: {\"github\":{\"secretFile\":\"~/s\"}}",
        "/notify: {\"slack\":{}}",
        "/notify: {\"commitStatus\":{\"provider\":\"github\"}}",
        "/notify: {\"commitStatus\":{\"provider\":\"svn\",\"tokenFile\":\"t\"}}",
        "/notify: {\"commitStatus\":{\"provider\":\"github\",\"tokenFile\":\"t\",\"api\":\"ftp://x\"}}",
        "/notify: {\"commitStatus\":{\"provider\":\"github\",\"tokenFile\":\"t\",\"api\":\"https://a:b@x\"}}",
        "/notify: {\"commitStatus\":{\"provider\":\"github\",\"tokenFile\":\"t\",\"project\":\"/a\"}}",
        "/notify: {\"commitStatus\":{\"provider\":\"github\",\"tokenFile\":\"t\",\"targetUrl\":\"javascript:alert(1)\"}}",
        "/environments: []",
        "/environments/0/name: \"Production\"",
        "/environments/0/name: \"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\"",
        "/environments/0/path: \"/a\"",
        "/environments/0/path: \"a/../b\"",
        "/environments/0/path: \"a/..\"",
        "/environments/0/path: \"./.\"",
        "/environments/0/path: \"a\\\\b\"",
        "/environments/0/namespace: \"kube-system\"",
        "/environments/0/namespaces: \"a\"",
        "/environments/0/namespaces: [\"A\"]",
        "/environments/0/clusterKinds: [\"namespace\"]",
        "/environments/0/cluster: {}",
        "/environments/0/prune: {\"enabled\":\"true\"}",
        "/environments/0/prune: {\"maxShare\":50}",
        "/environments/0/prune: {\"maxShare\":\"101%\"}"
      })
  void refusesWhatTheReaderRefuses(String change) {
    JsonNode document = changed(change);

    assertThat(Reading.errors(document.toString())).hasSize(1);
    assertThat(SCHEMA.accepts(document)).isFalse();
  }

  private static List<String> keys(Predicate<JsonNode> rule) {
    return SCHEMA.settings().stream()
        .filter(setting -> rule.test(setting.rule()))
        .map(Schema.Setting::key)
        .toList();
  }

  private static JsonNode changed(String change) {
    String[] parts = change.split(": ", 2);
    int slash = parts[0].lastIndexOf('/');
    ObjectNode document = document();
    document.withObject("/http");
    ((ObjectNode) document.at(parts[0].substring(0, slash)))
        .set(parts[0].substring(slash + 1), JSON.readTree(parts[1]));
    return document;
  }

  private static void put(ObjectNode document, Schema.Setting setting) {
    String pointer = "/" + setting.key().replace("[]", "/0").replace('.', '/');
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = slash == 0 ? document : document.withObject(pointer.substring(0, slash));
    parent.set(pointer.substring(slash + 1), setting.rule().get("default"));
  }

  /** With nothing but what is required. */
  private static ObjectNode document() {
    ObjectNode document = JSON.createObjectNode();
    document.putObject("repository").put("url", "https://git.example.com/acme/config.git");
    ArrayNode environments = document.putArray("environments");
    environments.addObject().put("name", "a").put("path", "a").put("namespace", "a");
    return document;
  }
}
