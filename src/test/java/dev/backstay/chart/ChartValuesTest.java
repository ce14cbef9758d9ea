package dev.backstay.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstay.testing.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The schema knows every value, describes it, and refuses what is none. */
class ChartValuesTest {
  private static final Path SCHEMA = Path.of("chart", "values.schema.json");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rbac.scoope | namespaces | scoope",
        "rbac.scope | namespace | /rbac/scope",
        "rbac.rules[0].verbs[0] | escalate | /rbac/rules/0/verbs/0",
        "rbac.rules[0].verbs[0] | impersonate | /rbac/rules/0/verbs/0",
        "rbac.clusterKinds.policy.resource | policies | policy",
        "http.tokenSecret | tokens | tokenSecret",
        "http.webhookSecrets.gitbucket | x | gitbucket",
        "git.credentialsSecret | Not A Name | /git/credentialsSecret",
        "image.digest | sha256:1 | /image/digest",
        "podDisruptionBudget.maxUnavailable | 2 | /podDisruptionBudget/maxUnavailable",
        "service.type | External | /service/type",
        "ingress.enabled | true | /ingress/hosts",
        "environmentNamespaces.create | true | /environmentNamespaces/create",
        "networkPolicy.metricsFrom[0].selector | a | selector",
        "networkPolicy.apiServer.ports[0] | 70000 | /networkPolicy/apiServer/ports/0",
        "metrics.serviceMonitor.interval | often | /metrics/serviceMonitor/interval",
        "config.environments[0].serviceAccount | a/b/c | /config/environments/0/serviceAccount",
        "resources.limit | 1 | limit",
        "hostUsers | never | /hostUsers",
      })
  void aBadValueIsRefusedByItsPlace(String key, String value, String told) {
    assertThatThrownBy(() -> Rendered.with(Map.of(key, value))).hasMessageContaining(told);
  }

  @Test
  void everyLevelThatIsTheChartsOwnIsClosedAndDescribed() throws IOException {
    JsonNode schema = Chart.parse(Files.readString(SCHEMA)).getFirst();
    List<String> open = new ArrayList<>();
    look("", schema, open);

    assertThat(open).isEmpty();
  }

  private static void look(String at, JsonNode schema, List<String> open) {
    if (!schema.has("additionalProperties")) {
      open.add(at + " is not closed");
    }
    schema
        .path("properties")
        .propertyStream()
        .forEach(
            property -> {
              String name = at + "." + property.getKey();
              if (property.getValue().path("description").asString("").isEmpty()) {
                open.add(name + " is not described");
              }
              // the agent checks its own file; Helm and Kubernetes own the others
              boolean isOurs = !List.of(".config", ".global", ".affinity").contains(name);
              if (isOurs && property.getValue().has("properties") && !at.equals(".resources")) {
                look(name, property.getValue(), open);
              }
            });
  }

  @Test
  void everyDefaultHasItsPlaceInTheSchema() throws IOException {
    JsonNode schema = Chart.parse(Files.readString(SCHEMA)).getFirst();
    JsonNode values = Chart.parse(Files.readString(Path.of("chart", "values.yaml"))).getFirst();

    assertThat(schema.path("properties").propertyNames())
        .containsAll(values.propertyNames())
        .hasSize(values.size() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "defaults | Commits need no signature | holds in every namespace",
        "cluster | holds in every namespace, kube-system included | has its own account",
        "cluster | Environment production has no account of its own | has its own account",
        "cluster | networkPolicy is off | has its own account",
        "cluster | reachable from outside without TLS | has its own account",
        "everything | RBAC knows no patterns | Commits need no signature",
        "permissions-only | every pod there can run as it | port-forward",
        "given | No permissions were made | Permissions end",
      })
  void theNotesTellWhatIsLessSafeThanItCouldBe(String values, String told, String notTold) {
    assertThat(Chart.notes(Rendered.NAMESPACE, Rendered.values(values)))
        .contains("Backstay looks after these environments:")
        .contains(told)
        .doesNotContain(notTold);
  }
}
