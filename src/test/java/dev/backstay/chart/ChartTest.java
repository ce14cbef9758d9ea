package dev.backstay.chart;

import static dev.backstay.chart.Rendered.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import dev.backstay.testing.Chart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the chart promises to those who install it, of the agent itself. */
class ChartTest {
  @TempDir private Path folder;

  @Test
  void passesAStrictLint() {
    LintResult lint = Chart.lint();

    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
  }

  @Test
  void needsNothingButDefaults() {
    assertThat(Rendered.with(Map.of()).kinds())
        .contains("Namespace", "ServiceAccount", "ConfigMap", "Deployment", "Service")
        .contains("NetworkPolicy", "PodDisruptionBudget", "Role", "RoleBinding")
        .doesNotContain("ClusterRole", "ClusterRoleBinding", "Ingress", "ServiceMonitor");
  }

  @Test
  void runsAsNobodyAndCannotWriteItsImage() {
    Rendered rendered = Rendered.with(Map.of());
    JsonNode pod = rendered.pod();
    JsonNode container = rendered.container();

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
    assertThat(pod.at("/securityContext/seccompProfile/type").asString())
        .isEqualTo("RuntimeDefault");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(texts(container.at("/securityContext/capabilities/drop"))).containsExactly("ALL");
    assertThat(texts(pod.path("volumes"), "/name")).containsExactly("config", "data", "tmp");
  }

  @Test
  void onlyTheAgentsPodHasAToken() {
    Rendered rendered = Rendered.of(Rendered.values("everything"));
    JsonNode test = helmTest();

    assertThat(rendered.pod().path("automountServiceAccountToken").asBoolean()).isTrue();
    assertThat(test.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(rendered.all("ServiceAccount"))
        .hasSize(4)
        .allSatisfy(
            account ->
                assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse());
  }

  @Test
  void endsTheOldAgentBeforeTheNewOneBegins() {
    JsonNode deployment = Rendered.with(Map.of()).only("Deployment");

    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
    assertThat(deployment.at("/spec/strategy/type").asString()).isEqualTo("Recreate");
  }

  @Test
  void isStartedAnewByWhatItReadsOnceAndNotByEnvironments() {
    String before = readAtStart("{}");

    assertThat(
            readAtStart(
                "config: { environments: [{ name: other, path: other, namespace: other }] }"))
        .isEqualTo(before);
    assertThat(readAtStart("config: { repository: { branch: live } }")).isNotEqualTo(before);
    assertThat(readAtStart("http: { tokensSecret: tokens }")).isNotEqualTo(before);
  }

  private static String readAtStart(String values) {
    return Rendered.of(values)
        .only("Deployment")
        .at("/spec/template/metadata/annotations")
        .path("backstay.dev/read-at-start")
        .asString();
  }

  @Test
  void asksTheProbesAtTheConfiguredPort() {
    Rendered rendered = Rendered.with(Map.of("config.http.probePort", "9091"));

    assertThat(rendered.container().at("/ports/1/containerPort").asInt()).isEqualTo(9091);
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(rendered.container().at("/" + probe + "/httpGet/port").asString())
          .isEqualTo("probes");
    }
  }

  @Test
  void neverShowsTheMetricsWhereThePageIs() {
    Rendered rendered = Rendered.of(Rendered.values("everything"));
    JsonNode page = rendered.named("Service", "backstay");

    assertThat(texts(page.at("/spec/ports"), "/targetPort")).containsExactly("http");
    assertThat(
            texts(rendered.named("Service", "backstay-metrics").at("/spec/ports"), "/targetPort"))
        .containsExactly("probes");
    assertThat(rendered.only("Ingress").findValuesAsString("name"))
        .contains(page.at("/metadata/name").asString(), "http")
        .doesNotContain("backstay-metrics");
  }

  @Test
  void noSelectorTakesTheTestForTheAgent() {
    Rendered rendered = Rendered.of(Rendered.values("defaults"));
    JsonNode test = helmTest().at("/metadata/labels");

    for (JsonNode service : rendered.all("Service")) {
      JsonNode selector = service.at("/spec/selector");
      assertThat(selector.path("app.kubernetes.io/name"))
          .isNotEqualTo(test.path("app.kubernetes.io/name"));
    }
    assertThat(Chart.tests(folder, Rendered.NAMESPACE, Rendered.values("everything")))
        .as("it has neither a token nor the certificate")
        .isEmpty();
  }

  private JsonNode helmTest() {
    return Chart.tests(folder, Rendered.NAMESPACE, Rendered.values("defaults")).getFirst();
  }

  @Test
  void neverHoldsUpADrainUnlessTold() {
    String pointer = "/spec/maxUnavailable";

    assertThat(Rendered.with(Map.of()).only("PodDisruptionBudget").at(pointer).asInt())
        .isEqualTo(1);
    assertThat(
            Rendered.with(Map.of("podDisruptionBudget.maxUnavailable", "0"))
                .only("PodDisruptionBudget")
                .at(pointer)
                .asInt())
        .isZero();
  }

  @Test
  void opensOnlyThePortsThatTheConfigNames() {
    JsonNode policy = Rendered.of(Rendered.values("closed")).only("NetworkPolicy").path("spec");

    assertThat(policy.at("/podSelector/matchLabels").size()).isEqualTo(2);
    assertThat(texts(policy.at("/egress/1/ports"), "/port")).containsExactly("6443");
    assertThat(texts(policy.at("/egress/2/ports"), "/port")).containsExactly("8443", "3128");
    assertThat(policy.at("/egress/2/to/0/ipBlock/cidr").asString()).isEqualTo("198.51.100.0/24");
    assertThat(policy.at("/ingress/0/from").size()).as("those named, and the test").isEqualTo(2);
    assertThat(texts(policy.at("/ingress/1/ports"), "/port")).containsExactly("probes");
  }

  @Test
  void letsNobodyScrapeUnlessNamed() {
    JsonNode ingress = Rendered.with(Map.of()).only("NetworkPolicy").at("/spec/ingress");

    assertThat(ingress.size()).isEqualTo(1);
    assertThat(texts(ingress.at("/0/ports"), "/port")).containsExactly("http");
  }

  @Test
  void asksNoGitServerWhereTheRepositoryIsAFolder() {
    JsonNode egress =
        Rendered.with(Map.of("config.repository.url", "/srv/config.git"))
            .only("NetworkPolicy")
            .at("/spec/egress");

    assertThat(egress.valueStream().map(rule -> rule.path("ports").size()))
        .as("a rule without ports would open all of them")
        .containsExactly(2, 4);
  }

  @Test
  void refusesAnEnvironmentInItsOwnNamespace() {
    String values = "config: { environments: [{ name: a, path: a, namespace: ops }] }";

    assertThatThrownBy(() -> Rendered.of(values))
        .hasMessageContaining("environment a has the namespace ops")
        .hasMessageContaining("Install the release into a namespace of its own");
  }
}
