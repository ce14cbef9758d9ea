package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.chart.Rendered.Grant;
import dev.backstay.testing.Chart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the chart allows, to whom and where. */
class ChartAccessTest {
  private static final String AGENT = Chart.RELEASE;

  static List<Path> matrix() {
    return Rendered.matrix();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void p6_nothingIsAllowedByAPatternOrToTheAgentsOwnDangers(Path values) {
    for (Grant grant : Rendered.of(values).grants()) {
      assertThat(grant.rule().toString()).doesNotContain("*");
      if (grant.rule().toString().contains("pods/")) {
        assertThat(Rendered.texts(grant.rule().path("resources"))).containsExactly("pods/log");
        assertThat(grant.verbs()).containsExactly("get");
      }
      assertThat(grant.verbs())
          .doesNotContain("update", "deletecollection", "escalate", "bind", "approve", "sign");
      if (grant.isAbout("namespaces")) {
        assertThat(grant.verbs()).doesNotContain("delete");
      }
      if (grant.verbs().contains("impersonate")) {
        assertThat(grant.isAbout("serviceaccounts")).isTrue();
        assertThat(grant.names()).isNotEmpty();
        assertThat(grant.namespace()).isNotEmpty();
      }
    }
  }

  @Test
  void theAgentItselfMayOnlyKeepItsRecordsAndWorkAsItsAccounts() {
    List<Grant> own = of(AGENT, Rendered.of(Rendered.values("everything")));

    assertThat(own)
        .flatExtracting(grant -> Rendered.texts(grant.rule().path("resources")))
        .containsOnly("leases", "serviceaccounts", "configmaps", "secrets", "events", "namespaces");
    for (Grant grant : own) {
      if (grant.isAbout("secrets") && !grant.verbs().equals(List.of("create"))) {
        assertThat(grant.verbs()).containsExactly("get");
        assertThat(grant.names()).hasSize(1).allMatch(name -> name.startsWith("backstay-"));
      }
      if (grant.isAbout("configmaps") && !grant.verbs().equals(List.of("create"))) {
        assertThat(grant.names()).isNotEmpty().allMatch(name -> name.startsWith("backstay-"));
      }
    }
  }

  @Test
  void eachEnvironmentsAccountEndsAtItsOwnNamespaces() {
    Rendered rendered = Rendered.of(Rendered.values("everything"));

    assertThat(namespaces("backstay-master", rendered)).containsExactly("outsrc-dev");
    assertThat(namespaces("deployer", rendered)).containsExactly("outsrc");
    assertThat(namespaces("backstay-staging", rendered))
        .as("the empty one is for its cluster-scoped kinds")
        .containsExactlyInAnyOrder("", "outsrc-staging", "outsrc-jobs");
    assertThat(namespaces(AGENT, rendered))
        .doesNotContain("")
        .contains(Rendered.NAMESPACE, "outsrc-dev", "outsrc-staging", "outsrc");
    assertThat(rendered.grants()).noneMatch(grant -> grant.namespace().equals("far"));
  }

  @Test
  void whatHoldsInTheClusterIsExactlyTheClusterKinds() {
    List<Grant> everywhere =
        Rendered.of(Rendered.values("everything")).grants().stream()
            .filter(grant -> grant.namespace().isEmpty())
            .toList();

    assertThat(everywhere)
        .extracting(grant -> grant.rule().path("resources").get(0).asString() + grant.names())
        .containsExactly(
            "namespaces[]",
            "namespaces[outsrc-staging, outsrc-jobs]",
            "clusterroles[]",
            "clusterroles[]",
            "priorityclasses[]",
            "priorityclasses[high]");
    assertThat(everywhere)
        .filteredOn(grant -> grant.names().isEmpty() && !grant.isAbout("clusterroles"))
        .allSatisfy(grant -> assertThat(grant.verbs()).containsExactly("list", "watch"));
  }

  @Test
  void anUnknownClusterKindIsAskedFor() {
    String foreign =
        "config: { environments: [{ name: a, path: a, namespace: a, clusterKinds: [ClusterPolicy/x] }] }";

    assertThatThrownBy(() -> Rendered.of(foreign))
        .hasMessageContaining("clusterKinds of environment a has ClusterPolicy/x")
        .hasMessageContaining("set rbac.clusterKinds.ClusterPolicy");
    Rendered rendered =
        Rendered.of(
            foreign
                + "\nrbac: { clusterKinds: { ClusterPolicy:"
                + " { apiGroup: kyverno.io, resource: clusterpolicies } } }");
    assertThat(of("backstay-a", rendered))
        .anySatisfy(
            grant -> {
              assertThat(grant.rule().path("apiGroups").get(0).asString()).isEqualTo("kyverno.io");
              assertThat(grant.names()).containsExactly("x");
            });
  }

  @Test
  void podsAreDeletedOnlyWhereAnEnvironmentIsSetToUnstick() {
    Set<String> where =
        Rendered.of(Rendered.values("everything")).grants().stream()
            .filter(grant -> grant.isAbout("pods") && grant.verbs().contains("delete"))
            .map(grant -> grant.account() + " " + grant.namespace())
            .collect(Collectors.toSet());

    assertThat(where)
        .containsExactlyInAnyOrder(
            "backstay-staging outsrc-staging", "backstay-staging outsrc-jobs");
  }

  @Test
  void aRuleForOneEnvironmentIsForNoOther() {
    List<Grant> grants = Rendered.of(Rendered.values("everything")).grants();

    assertThat(grants)
        .filteredOn(grant -> grant.isAbout("kongplugins"))
        .extracting(grant -> grant.account() + " " + grant.namespace())
        .containsExactly("deployer outsrc");
  }

  @Test
  void aReleaseForTheWholeClusterSaysSoByClusterRoles() {
    Rendered one = Rendered.of(Rendered.values("cluster"));

    assertThat(one.all("Namespace")).as("the agent makes them").isEmpty();
    assertThat(of(AGENT, one))
        .anyMatch(grant -> grant.isAbout("deployments") && grant.namespace().isEmpty())
        .anyMatch(grant -> grant.isAbout("namespaces") && grant.verbs().contains("create"));
    Rendered other =
        new Rendered(
            Chart.parse(Chart.render("other", Map.of(), Optional.of(Rendered.values("cluster")))));
    assertThat(names(one.all("ClusterRole")))
        .doesNotContainAnyElementsOf(names(other.all("ClusterRole")));
  }

  @Test
  void namespacesStayWhenTheReleaseGoes() {
    List<JsonNode> namespaces = Rendered.of(Rendered.values("everything")).all("Namespace");

    assertThat(names(namespaces))
        .containsExactly("outsrc", "outsrc-dev", "outsrc-jobs", "outsrc-staging");
    assertThat(namespaces)
        .allSatisfy(
            namespace ->
                assertThat(
                        namespace.at("/metadata/annotations/helm.sh~1resource-policy").asString())
                    .isEqualTo("keep"));
  }

  @Test
  void accountsAreLeftToOthersWhenTold() {
    Rendered given = Rendered.of(Rendered.values("given"));

    assertThat(given.kinds())
        .doesNotContain("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "Namespace");
    assertThat(given.pod().path("serviceAccountName").asString()).isEqualTo("given");
    Rendered permissions = Rendered.of(Rendered.values("permissions-only"));
    assertThat(permissions.kinds()).doesNotContain("Deployment", "Service", "ConfigMap", "Pod");
    assertThat(of(AGENT, permissions))
        .filteredOn(grant -> grant.verbs().contains("impersonate"))
        .extracting(grant -> grant.namespace() + grant.names())
        .containsExactly("teams[deployer]");
    assertThat(permissions.all("ServiceAccount")).hasSize(1);
  }

  private static List<Grant> of(String account, Rendered rendered) {
    return rendered.grants().stream().filter(grant -> grant.account().equals(account)).toList();
  }

  private static Set<String> namespaces(String account, Rendered rendered) {
    return of(account, rendered).stream().map(Grant::namespace).collect(Collectors.toSet());
  }

  private static List<String> names(List<JsonNode> objects) {
    return objects.stream().map(object -> object.at("/metadata/name").asString()).toList();
  }
}
