package dev.backstay.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.access.Need.Weight;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is missing, in words and as YAML. */
final class MissingAccessTest {
  private static final Subject ACCOUNT = new Subject("system:serviceaccount:backstay:production");
  private static final Place CONFIG_MAPS = new Place("home", "", "configmaps");
  private static final Place SECRETS = new Place("home", "", "secrets");
  private static final Place DEPLOYMENTS = new Place("home", "apps", "deployments");
  private static final Place ROLES = new Place("", "rbac.authorization.k8s.io", "clusterroles");

  private static Needs needs() {
    return new Needs();
  }

  private static MissingAccess missing(Collection<Need> needs, String... absent) {
    return new MissingAccess("backstay-production", ACCOUNT, needs, Set.of(absent));
  }

  private static String words(List<Need> needs) {
    String message = missing(needs).problem().message();
    return message.replace(ACCOUNT + " is not allowed all that is needed: ", "");
  }

  /** Needs, and the fewest rules that give them and no more. */
  static Stream<Object[]> merged() {
    Weight w = Weight.REQUIRED;
    return Stream.of(
        new Object[] {needs().forOne(w, CONFIG_MAPS, "a", "get"), "in home get on configmaps"},
        new Object[] {
          needs()
              .forOne(w, CONFIG_MAPS, "a", "patch", "delete", "get")
              .forAll(w, CONFIG_MAPS, "list"),
          "in home get, list, patch and delete on configmaps"
        },
        new Object[] {
          needs().forOne(w, CONFIG_MAPS, "a", "get").forOne(w, SECRETS, "b", "get"),
          "in home get on configmaps and secrets"
        },
        new Object[] {
          needs().forOne(w, CONFIG_MAPS, "a", "get").forOne(w, SECRETS, "b", "get", "patch"),
          "in home get on configmaps; get and patch on secrets"
        },
        new Object[] {
          needs().forOne(w, CONFIG_MAPS, "a", "get").forOne(w, DEPLOYMENTS, "a", "get"),
          "in home get on configmaps; get on deployments.apps"
        },
        new Object[] {
          needs()
              .forOne(w, CONFIG_MAPS, "a", "get")
              .forOne(w, new Place("annex", "", "configmaps"), "a", "get"),
          "in annex get on configmaps; in home get on configmaps"
        },
        new Object[] {
          needs().forOne(w, ROLES, "b", "get", "patch").forOne(w, ROLES, "a", "get", "patch"),
          "in the whole cluster get and patch on clusterroles.rbac.authorization.k8s.io a and b"
        },
        new Object[] {
          needs().forOne(w, ROLES, "a", "get").forAll(w, ROLES, "list", "watch"),
          "in the whole cluster get on clusterroles.rbac.authorization.k8s.io a;"
              + " list and watch on clusterroles.rbac.authorization.k8s.io"
        },
        new Object[] {
          needs()
              .forOne(w, new Place("home", "", "namespaces"), "home", "patch")
              .forOne(w, new Place("annex", "", "namespaces"), "annex", "patch"),
          "in the whole cluster patch on namespaces annex; patch on namespaces home"
        },
        new Object[] {
          needs().forOne(w, CONFIG_MAPS, "a", "delete").forAll(w, CONFIG_MAPS, "delete"),
          "in home delete on configmaps"
        },
        new Object[] {
          needs().forOne(w, CONFIG_MAPS, "a", "impersonate", "get"),
          "in home get and impersonate on configmaps"
        });
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("merged")
  void givesExactlyWhatIsNeededInTheFewestRules(Needs needs, String expected) {
    assertThat(words(needs.all())).isEqualTo(expected);
  }

  @Test
  void whereOthersHaveItByTheirNamesOnlyTheRestIsGiven() {
    Need part =
        Need.of(CONFIG_MAPS, "patch", Weight.REQUIRED, List.of("a", "b")).onlyFor(List.of("b"));

    assertThat(words(List.of(part))).isEqualTo("in home patch on configmaps b");
    assertThat(missing(List.of(part)).yaml()).contains("resourceNames: [\"b\"]");
  }

  @Test
  void manyNamesAreCountedInWordsAndAllInTheYaml() {
    Needs needs = needs();
    Stream.of("a", "b", "c", "d", "e", "f", "g")
        .forEach(name -> needs.forOne(Weight.REQUIRED, ROLES, name, "get"));

    assertThat(words(needs.all()))
        .endsWith("clusterroles.rbac.authorization.k8s.io a, b, c, d, e and 2 more");
    assertThat(missing(needs.all()).yaml())
        .contains("resourceNames: [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]");
  }

  @Test
  void theStrongerReasonForANeedCounts() {
    List<Need> needs =
        needs()
            .forOne(Weight.HELPFUL, CONFIG_MAPS, "a", "get")
            .forOne(Weight.REQUIRED, CONFIG_MAPS, "b", "get")
            .forOne(Weight.WANTED, CONFIG_MAPS, "c", "get")
            .all();

    assertThat(needs).singleElement().extracting(Need::weight).isEqualTo(Weight.REQUIRED);
    assertThat(needs.getFirst().names()).containsExactly("a", "b", "c");
  }

  @Test
  void theYamlIsARoleAndItsBindingForEachNamespace() {
    List<Need> needs =
        needs()
            .forOne(Weight.REQUIRED, DEPLOYMENTS, "web", "get", "create", "patch")
            .forAll(Weight.REQUIRED, DEPLOYMENTS, "list", "watch")
            .all();
    String name =
        "backstay-production-"
            + missing(needs).yaml().replaceAll("(?s).*?production-([0-9a-f]{8}).*", "$1");

    assertThat(missing(needs).yaml())
        .isEqualTo(
            """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: "%1$s"
              namespace: "home"
            rules:
              - apiGroups: ["apps"]
                resources: ["deployments"]
                verbs: ["get", "list", "watch", "create", "patch"]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: "%1$s"
              namespace: "home"
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: Role
              name: "%1$s"
            subjects:
              - kind: ServiceAccount
                name: "production"
                namespace: "backstay"
            """
                .formatted(name));
  }

  @Test
  void whatIsInNoNamespaceIsAClusterRoleForTheVeryObjects() {
    String yaml = missing(needs().forOne(Weight.REQUIRED, ROLES, "web", "patch").all()).yaml();

    assertThat(yaml)
        .contains("kind: ClusterRole\n", "kind: ClusterRoleBinding\n", "resourceNames: [\"web\"]")
        .doesNotContain("namespace: \"\"", "kind: Role\n");
  }

  @Test
  void aNamespaceThatIsNotThereYetComesFirst() {
    String yaml =
        missing(needs().forAll(Weight.REQUIRED, CONFIG_MAPS, "list").all(), "home", "elsewhere")
            .yaml();

    assertThat(yaml)
        .startsWith("---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: \"home\"\n");
    assertThat(yaml).doesNotContain("elsewhere");
  }

  @Test
  void rolesOfOtherContentHaveOtherNamesSoThatNoneIsReplaced() {
    String one = missing(needs().forAll(Weight.REQUIRED, CONFIG_MAPS, "list").all()).yaml();
    String other = missing(needs().forAll(Weight.REQUIRED, SECRETS, "list").all()).yaml();

    assertThat(other.lines().filter(line -> line.startsWith("  name:")).findFirst())
        .isNotEqualTo(one.lines().filter(line -> line.startsWith("  name:")).findFirst());
    assertThat(missing(needs().forAll(Weight.REQUIRED, CONFIG_MAPS, "list").all()).yaml())
        .isEqualTo(one);
  }

  @Test
  void whoIsNoServiceAccountIsAUser() {
    List<Need> needs = needs().forAll(Weight.REQUIRED, CONFIG_MAPS, "list").all();

    assertThat(
            new MissingAccess("backstay-a", new Subject("jane@example.com"), needs, Set.of())
                .yaml())
        .contains("kind: User\n    name: \"jane@example.com\"\n");
  }

  @Test
  void theAgentThatMayNotActAsAnAccountIsToldHowItMay() {
    Impersonation refused =
        Impersonation.refusedBy(
                Impersonation.marked(
                    "teams",
                    "production",
                    "User \"system:serviceaccount:backstay:agent\" cannot impersonate resource"))
            .orElseThrow();

    assertThat(refused.words())
        .isEqualTo(
            "system:serviceaccount:backstay:agent may not act as the service account"
                + " teams/production: User \"system:serviceaccount:backstay:agent\" cannot"
                + " impersonate resource");
    assertThat(refused.yaml())
        .contains(
            "namespace: \"teams\"",
            "resources: [\"serviceaccounts\"]",
            "resourceNames: [\"production\"]",
            "verbs: [\"impersonate\"]",
            "name: \"agent\"\n    namespace: \"backstay\"");
  }

  @Test
  void anotherRefusalIsNoneOfImpersonation() {
    String message =
        "configmaps is forbidden: User \"x\" cannot list resource \"configmaps\" in API group \"\"";

    assertThat(Impersonation.marked("teams", "production", message)).isEqualTo(message);
    assertThat(Impersonation.refusedBy(message)).isEmpty();
  }
}
