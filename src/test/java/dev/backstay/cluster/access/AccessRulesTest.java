package dev.backstay.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.access.Need.Weight;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What rules give, as the API server's own RBAC authorizer understands them. */
final class AccessRulesTest {
  private static final Place DEPLOYMENTS = new Place("home", "apps", "deployments");

  private static AccessRules rules(String rule) {
    return AccessRules.of(
        JsonMapper.shared().readTree("{\"resourceRules\":[" + rule + "],\"incomplete\":false}"));
  }

  private static String rule(String verbs, String groups, String resources, String names) {
    return """
        {"verbs":[%s],"apiGroups":[%s],"resources":[%s],"resourceNames":[%s]}"""
        .formatted(verbs, groups, resources, names);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"patch\"`, `\"apps\"`, `\"deployments\"`, true",
        "`\"get\",\"patch\"`, `\"\",\"apps\"`, `\"pods\",\"deployments\"`, true",
        "`\"*\"`, `\"apps\"`, `\"deployments\"`, true",
        "`\"patch\"`, `\"*\"`, `\"deployments\"`, true",
        "`\"patch\"`, `\"apps\"`, `\"*\"`, true",
        "`\"*\"`, `\"*\"`, `\"*\"`, true",
        "`\"update\"`, `\"apps\"`, `\"deployments\"`, false",
        "`\"patch\"`, `\"\"`, `\"deployments\"`, false",
        "`\"patch\"`, `\"extensions\"`, `\"deployments\"`, false",
        "`\"patch\"`, `\"apps\"`, `\"deployments/scale\"`, false",
        "`\"patch\"`, `\"apps\"`, `\"*/status\"`, false",
        "`\"patch\"`, `\"apps\"`, `\"Deployments\"`, false",
      })
  void aRuleIsAboutItsVerbsGroupsAndResources(
      String verbs, String groups, String resources, boolean covers) {
    Need need = Need.of(DEPLOYMENTS, "patch", Weight.REQUIRED, List.of("web"));

    assertThat(rules(rule(verbs, groups, resources, "")).uncovered(need).isEmpty())
        .isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"web\"`, web, ``",
        "`\"web\",\"api\"`, web api, ``",
        "`\"web\"`, web api, api",
        "`\"other\"`, web api, api web",
        "`\"web*\"`, web, web",
        "`\"web\"`, ``, all",
      })
  void aRuleForSomeNamesGivesOnlyThose(String given, String wanted, String left) {
    Need need =
        Need.of(
            DEPLOYMENTS,
            "patch",
            Weight.REQUIRED,
            wanted.isEmpty() ? List.of() : List.of(wanted.split(" ")));

    Optional<Need> uncovered =
        rules(rule("\"patch\"", "\"apps\"", "\"deployments\"", given)).uncovered(need);

    assertThat(uncovered.map(n -> n.isForAll() ? "all" : String.join(" ", n.names())).orElse(""))
        .isEqualTo(left);
  }

  @Test
  void namesOfSeveralRulesAddUp() {
    AccessRules both =
        rules(
            rule("\"patch\"", "\"apps\"", "\"deployments\"", "\"web\"")
                + ","
                + rule("\"*\"", "\"apps\"", "\"*\"", "\"api\""));

    assertThat(
            both.uncovered(Need.of(DEPLOYMENTS, "patch", Weight.REQUIRED, List.of("api", "web"))))
        .isEmpty();
    assertThat(both.uncovered(Need.of(DEPLOYMENTS, "patch", Weight.REQUIRED, List.of("api", "db"))))
        .get()
        .matches(Need::isPart)
        .extracting(need -> List.copyOf(need.names()))
        .isEqualTo(List.of("db"));
  }

  @Test
  void anAuthorizerThatCannotTellItsRulesMayAllowMore() {
    assertThat(AccessRules.of(JsonMapper.shared().readTree("{\"incomplete\":true}")).isIncomplete())
        .isTrue();
  }
}
