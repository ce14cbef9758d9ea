package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import dev.backstay.testing.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the chart promises to those who install it. */
class ChartTest {
  private static final String NAMESPACE = "ops";

  @TempDir private Path folder;

  @Test
  void passesAStrictLint() {
    LintResult lint = Chart.lint();

    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
  }

  @Test
  void needsNothingButDefaults() {
    assertThat(kindsOf(render(Map.of())))
        .containsExactlyInAnyOrder(
            "ServiceAccount",
            "ConfigMap",
            "ClusterRole",
            "ClusterRoleBinding",
            "Service",
            "Deployment");
  }

  @Test
  void runsAsNobodyAndCannotWriteItsImage() {
    JsonNode pod = only("Deployment", render(Map.of())).at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
    assertThat(pod.at("/securityContext/seccompProfile/type").asString())
        .isEqualTo("RuntimeDefault");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(textsOf(container.at("/securityContext/capabilities/drop"))).containsExactly("ALL");
    assertThat(textsOf(pod.path("volumes"), "/name")).containsExactly("config", "data", "tmp");
  }

  @Test
  void endsTheOldAgentBeforeTheNewOneBegins() {
    JsonNode deployment = only("Deployment", render(Map.of()));

    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
    assertThat(deployment.at("/spec/strategy/type").asString()).isEqualTo("Recreate");
  }

  @Test
  void asksTheProbesAtTheConfiguredPort() {
    List<JsonNode> objects = render(Map.of("config.http.probePort", "9091"));
    JsonNode container = only("Deployment", objects).at("/spec/template/spec/containers/0");

    assertThat(container.at("/ports/1/containerPort").asInt()).isEqualTo(9091);
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/port").asString()).isEqualTo("probes");
    }
    assertThat(only("Service", objects).at("/spec/ports/1/targetPort").asString())
        .isEqualTo("probes");
  }

  @Test
  void mountsTheConfigOfTheValues() throws IOException {
    JsonNode values = Chart.parse(Files.readString(Path.of("chart", "values.yaml"))).getFirst();
    List<JsonNode> objects = render(Map.of());
    JsonNode container = only("Deployment", objects).at("/spec/template/spec/containers/0");

    assertThat(mountedConfig(objects)).isEqualTo(values.path("config"));
    assertThat(textsOf(container.path("args")))
        .containsExactly("run", "--config", "/etc/backstay/backstay.yaml");
    assertThat(container.at("/volumeMounts/0/mountPath").asString()).isEqualTo("/etc/backstay");
  }

  @Test
  void mountsSecretsBesideTheConfigAndNamesThemInIt() {
    List<JsonNode> objects =
        render(Map.of("git.credentialsSecret", "git.acme", "http.tokenSecret", "token"));
    JsonNode pod = only("Deployment", objects).at("/spec/template/spec");

    assertThat(mountedConfig(objects).at("/repository/auth/secret").asString())
        .isEqualTo("git.acme");
    assertThat(mountedConfig(objects).at("/http/tokenFile").asString())
        .isEqualTo("secrets/token/token");
    assertThat(textsOf(pod.path("volumes"), "/secret/secretName")).contains("git.acme", "token");
    assertThat(textsOf(pod.at("/containers/0/volumeMounts"), "/mountPath"))
        .contains("/etc/backstay/secrets/git.acme", "/etc/backstay/secrets/token");
  }

  @Test
  void mountsTheTokenForCommitStatusesAndNamesItInTheConfig() {
    List<JsonNode> objects =
        render(
            Map.of(
                "commitStatus.tokenSecret", "statuses",
                "config.notify.commitStatus.provider", "gitea"));

    assertThat(mountedConfig(objects).at("/notify/commitStatus").toString())
        .isEqualTo("{\"provider\":\"gitea\",\"tokenFile\":\"secrets/statuses/token\"}");
    assertThat(
            textsOf(
                only("Deployment", objects).at("/spec/template/spec/containers/0/volumeMounts"),
                "/mountPath"))
        .contains("/etc/backstay/secrets/statuses");
    assertThatThrownBy(() -> render(Map.of("commitStatus.tokenSecret", "statuses")))
        .hasMessageContaining("set config.notify.commitStatus.provider too");
  }

  @Test
  void mountsTheSecretThatTheConfigNames() {
    List<JsonNode> objects = render(Map.of("config.repository.auth.secret", "git"));

    assertThat(
            textsOf(
                only("Deployment", objects).at("/spec/template/spec/containers/0/volumeMounts"),
                "/mountPath"))
        .contains("/etc/backstay/secrets/git");
  }

  @Test
  void refusesTwoNamesForTheCredentials() {
    assertThatThrownBy(
            () ->
                render(
                    Map.of(
                        "git.credentialsSecret", "one",
                        "config.repository.auth.secret", "two")))
        .hasMessageContaining("set only one of them");
  }

  @Test
  void refusesAMistypedValue() {
    assertThatThrownBy(() -> render(Map.of("rbac.scoope", "namespaces")))
        .hasMessageContaining("scoope");
    assertThatThrownBy(() -> render(Map.of("rbac.scope", "namespace")))
        .hasMessageContaining("/rbac/scope");
  }

  @Test
  void bindsTheAccountThatThePodRunsAs() {
    List<JsonNode> objects = render(Map.of());
    JsonNode subject = only("ClusterRoleBinding", objects).at("/subjects/0");

    assertThat(only("ServiceAccount", objects).at("/metadata/name").asString())
        .isEqualTo(Chart.RELEASE)
        .isEqualTo(subject.path("name").asString())
        .isEqualTo(
            only("Deployment", objects).at("/spec/template/spec/serviceAccountName").asString());
    assertThat(subject.path("namespace").asString()).isEqualTo(NAMESPACE);
    assertThat(only("ClusterRoleBinding", objects).at("/roleRef/name"))
        .isEqualTo(only("ClusterRole", objects).at("/metadata/name"));
  }

  @Test
  void asksForNamedPermissionsOnly() throws IOException {
    for (List<JsonNode> objects : List.of(render(Map.of()), renderForNamespaces())) {
      for (JsonNode rule : rulesOf(objects)) {
        assertThat(rule.toString()).doesNotContain("*");
        assertThat(textsOf(rule.path("verbs")))
            .doesNotContain("update", "deletecollection", "escalate", "bind", "impersonate");
        if (textsOf(rule.path("resources")).contains("namespaces")) {
          assertThat(textsOf(rule.path("verbs"))).doesNotContain("delete");
        }
      }
    }
  }

  @Test
  void addsRulesForCustomKinds() throws IOException {
    List<JsonNode> objects =
        render(
            """
            rbac:
              extraRules:
                - apiGroups: [configuration.konghq.com]
                  resources: [kongplugins]
                  verbs: [get, list, watch, create, patch, delete]
            """);

    assertThat(rulesOf(objects))
        .hasSize(rulesOf(render(Map.of())).size() + 1)
        .anySatisfy(
            rule -> assertThat(textsOf(rule.path("resources"))).containsExactly("kongplugins"));
  }

  @Test
  void endsItsPermissionsAtTheNamespacesOfTheEnvironments() throws IOException {
    List<JsonNode> objects = renderForNamespaces();
    List<JsonNode> bindings = all("RoleBinding", objects);

    assertThat(bindings)
        .extracting(binding -> binding.at("/metadata/namespace").asString())
        .containsExactly("outsrc-dev", "outsrc-dev-jobs", "outsrc-staging");
    String role = bindings.getFirst().at("/roleRef/name").asString();
    assertThat(bindings)
        .allSatisfy(binding -> assertThat(binding.at("/roleRef/name").asString()).isEqualTo(role));
    assertThat(only("ClusterRoleBinding", objects).at("/roleRef/name").asString())
        .as("what holds everywhere is less")
        .isNotEqualTo(role);
  }

  @Test
  void readsPodsAndDeletesThemOnlyWhereAnEnvironmentIsSetToUnstick() throws IOException {
    assertThat(verbsOfPods(render(Map.of()))).containsExactlyInAnyOrder("get", "list", "watch");
    assertThat(verbsOfPods(renderForNamespaces())).doesNotContain("delete");

    String environments =
        """
        config:
          environments:
            - {name: staging, path: staging, namespace: outsrc-staging}
            - {name: production, path: production, namespace: outsrc, unstick: true}
            - name: far
              path: far
              namespace: far
              unstick: true
              cluster: {kubeconfig: secrets/far/kubeconfig}
        """;
    List<JsonNode> everywhere = render(environments);
    assertThat(verbsOfPods(everywhere)).contains("delete");
    assertThat(all("ClusterRoleBinding", everywhere)).hasSize(2);

    List<JsonNode> bound = render("rbac: {scope: namespaces}\n" + environments);
    assertThat(verbsOfPods(bound)).contains("delete");
    assertThat(all("RoleBinding", bound))
        .filteredOn(b -> b.at("/roleRef/name").asString().endsWith(":unstick"))
        .extracting(b -> b.at("/metadata/namespace").asString())
        .containsExactly("outsrc");
  }

  private static List<String> verbsOfPods(List<JsonNode> objects) {
    return rulesOf(objects).stream()
        .filter(rule -> textsOf(rule.path("resources")).contains("pods"))
        .flatMap(rule -> textsOf(rule.path("verbs")).stream())
        .toList();
  }

  @Test
  void givesTwoReleasesOfOneNameTheirOwnClusterRoles() {
    assertThat(only("ClusterRole", render(Map.of())).at("/metadata/name"))
        .isNotEqualTo(
            only("ClusterRole", Chart.parse(Chart.render("other", Map.of(), Optional.empty())))
                .at("/metadata/name"));
  }

  @Test
  void leavesTheAccountToOthersWhenTold() {
    List<JsonNode> objects =
        render(
            Map.of(
                "serviceAccount.create", "false",
                "serviceAccount.name", "given",
                "rbac.create", "false"));

    assertThat(kindsOf(objects)).containsExactlyInAnyOrder("ConfigMap", "Service", "Deployment");
    assertThat(only("Deployment", objects).at("/spec/template/spec/serviceAccountName").asString())
        .isEqualTo("given");
  }

  @Test
  void tellsPrometheusOnlyWhenAsked() {
    List<JsonNode> objects = render(Map.of("metrics.serviceMonitor.enabled", "true"));

    assertThat(only("ServiceMonitor", objects).at("/spec/endpoints/0/port"))
        .isEqualTo(only("Service", objects).at("/spec/ports/1/name"));
  }

  @Test
  void givesTheHarnessWhatTheAgentMayDoAndNothingElse() {
    List<String> documents = Chart.rbacDocuments(NAMESPACE, Map.of(), Optional.empty());

    assertThat(kindsOf(documents.stream().flatMap(text -> Chart.parse(text).stream()).toList()))
        .containsExactlyInAnyOrder("ServiceAccount", "ClusterRole", "ClusterRoleBinding");
  }

  private List<JsonNode> renderForNamespaces() throws IOException {
    return render(
        """
        rbac:
          scope: namespaces
        config:
          environments:
            - {name: staging, path: staging, namespace: outsrc-staging}
            - {name: master, path: master, namespace: outsrc-dev, namespaces: [outsrc-dev-jobs]}
            - name: production
              path: production
              namespace: outsrc
              cluster: {kubeconfig: secrets/production/kubeconfig}
        """);
  }

  private List<JsonNode> render(String values) throws IOException {
    Path file = Files.writeString(folder.resolve("values.yaml"), values);
    return Chart.parse(Chart.render(NAMESPACE, Map.of(), Optional.of(file)));
  }

  private static List<JsonNode> render(Map<String, String> sets) {
    return Chart.parse(Chart.render(NAMESPACE, sets, Optional.empty()));
  }

  private static JsonNode mountedConfig(List<JsonNode> objects) {
    String text = only("ConfigMap", objects).path("data").path("backstay.yaml").asString();
    return Chart.parse(text).getFirst();
  }

  private static List<JsonNode> rulesOf(List<JsonNode> objects) {
    List<JsonNode> rules = new ArrayList<>();
    all("ClusterRole", objects).forEach(role -> role.path("rules").forEach(rules::add));
    return rules;
  }

  private static JsonNode only(String kind, List<JsonNode> objects) {
    List<JsonNode> found = all(kind, objects);
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  private static List<JsonNode> all(String kind, List<JsonNode> objects) {
    Predicate<JsonNode> wanted = object -> object.path("kind").asString().equals(kind);
    return objects.stream().filter(wanted).toList();
  }

  private static List<String> kindsOf(List<JsonNode> objects) {
    return objects.stream().map(object -> object.path("kind").asString()).toList();
  }

  private static List<String> textsOf(JsonNode list) {
    return textsOf(list, "");
  }

  /** What stands at the pointer in each element; nothing where it is not there. */
  private static List<String> textsOf(JsonNode list, String pointer) {
    return list.valueStream().map(element -> element.at(pointer).asString("")).toList();
  }
}
