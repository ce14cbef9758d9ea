package dev.backstay.config;

import static dev.backstay.config.Reading.REPOSITORY;
import static dev.backstay.config.Reading.environment;
import static dev.backstay.config.Reading.errors;
import static dev.backstay.config.Reading.valid;
import static dev.backstay.config.Reading.withEnvironment;
import static dev.backstay.config.Reading.withTop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What environments are called, where they are, and what they may not share. */
class EnvironmentsTest {

  @Test
  void takesNamesAsLongAsTheirObjectsCanHave() {
    String longest = "e".repeat(53);

    assertThat(valid(environments(entry(longest, "a", "n"))).environments().getFirst().name())
        .isEqualTo(longest);
    assertThat(errors(environments(entry(longest + "e", "a", "n"))).getFirst())
        .startsWith("backstay.yaml:4: name: expected a name of lower-case letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Prod", "prod.eu", "prod_eu", "-prod", "prod-", "pröd", "prod eu"})
  void refusesNamesThatAreNoLabels(String name) {
    assertThat(errors(environments(entry(name, "a", "n"))).getFirst())
        .startsWith("backstay.yaml:4: name: expected a name of lower-case letters");
    assertThat(errors(environments(entry("a", "a", name))).getFirst())
        .startsWith("backstay.yaml:4: namespace: expected a name of lower-case letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-digests", "a-digests-1", "-digests-12"})
  void refusesNamesThatWouldBeTakenForRecordsOfAnother(String name) {
    assertThat(errors(environments(entry(name, "a", "n"))).getFirst())
        .startsWith("backstay.yaml:4: name: must not end in -digests");
  }

  @ParameterizedTest
  @CsvSource({
    "production, production",
    "production/, production",
    "./apps//outsrc/./prod/, apps/outsrc/prod",
    "...hidden, ...hidden",
    "with space, with space"
  })
  void normalisesPaths(String written, String path) {
    assertThat(valid(environments(entry("a", written, "n"))).environments().getFirst().path())
        .isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/production", "apps\\production"})
  void refusesPathsThatDoNotStartAtTheRoot(String path) {
    assertThat(errors(environments(entry("a", path, "n"))))
        .containsExactly(
            "backstay.yaml:4: path: expected a path from the root of the repository"
                + " such as production, not \""
                + path
                + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../other", "a/../b", "a/.."})
  void refusesPathsThatGoUp(String path) {
    assertThat(errors(environments(entry("a", path, "n"))))
        .containsExactly("backstay.yaml:4: path: must not contain .., as \"" + path + "\" does");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "./", "./."})
  void refusesTheRootAsAPath(String path) {
    assertThat(errors(environments(entry("a", path, "n"))))
        .containsExactly(
            "backstay.yaml:4: path: must be a folder, not the root of the repository"
                + " (give the environment a folder of its own)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-system", "kube-public", "kube-node-lease"})
  void keepsOutOfTheNamespacesOfKubernetes(String namespace) {
    String error =
        ": " + namespace + " belongs to Kubernetes itself and cannot be an environment's";

    assertThat(errors(environments(entry("a", "a", namespace))))
        .containsExactly("backstay.yaml:4: namespace" + error);
    assertThat(errors(withEnvironment("namespaces:", "  - a", "  - " + namespace)))
        .containsExactly("backstay.yaml:9: namespaces" + error);
  }

  @Test
  void refusesANamespaceNamedTwice() {
    assertThat(errors(withEnvironment("namespaces: [jobs, jobs, outsrc]")))
        .containsExactly(
            "backstay.yaml:7: namespaces: jobs is named twice",
            "backstay.yaml:7: namespaces: outsrc is named twice");
  }

  @Test
  void refusesTwoEnvironmentsOfOneName() {
    assertThat(
            errors(environments(entry("a", "a", "n"), entry("b", "b", "n"), entry("a", "c", "n"))))
        .containsExactly("backstay.yaml:6: name: another environment is called a too");
  }

  @Test
  void refusesTwoEnvironmentsThatAreTheSamePlace() {
    assertThat(errors(environments(entry("a", "x", "n"), entry("b", "./x/", "n"))))
        .containsExactly(
            "backstay.yaml:5: environment b has the same path, cluster and namespace as a");
  }

  @Test
  void letsEnvironmentsShareWhatIsNotAllOfThePlace() {
    String other = "{ name: d, path: x, namespace: n, cluster: { kubeconfig: other } }";

    assertThat(
            valid(
                    environments(
                        entry("a", "x", "n"), entry("b", "x", "m"), entry("c", "y", "n"), other))
                .environments())
        .hasSize(4);
  }

  @Test
  void refusesNoneAndTooMany() {
    String many =
        IntStream.rangeClosed(1, 201)
            .mapToObj(i -> entry("e" + i, "e" + i, "n"))
            .collect(Collectors.joining(", ", "environments: [", "]\n"));

    assertThat(errors(REPOSITORY + "environments: []\n"))
        .containsExactly("backstay.yaml:3: environments: expected 1 to 200, not 0");
    assertThat(errors(REPOSITORY + many))
        .containsExactly("backstay.yaml:3: environments: expected 1 to 200, not 201");
  }

  @ParameterizedTest
  @CsvSource({
    "Namespace, Namespace, any, true",
    "Namespace, ClusterRole, any, false",
    "Namespace/*, Namespace, any, true",
    "ClusterRole/acme-*, ClusterRole, acme-reader, true",
    "ClusterRole/acme-*, ClusterRole, acme-, true",
    "ClusterRole/acme-*, ClusterRole, other, false",
    "ClusterRole/*:acme, ClusterRole, system:acme, true",
    "ClusterRole/*:acme, ClusterRole, system:acme:x, false",
    "ClusterRole/a*b*c, ClusterRole, a-b-b-c, true",
    "ClusterRole/a*b*c, ClusterRole, a-c, false",
    "ClusterRole/a*a, ClusterRole, a, false",
    "ClusterRole/a.c, ClusterRole, abc, false",
    "ClusterRole/acme, ClusterRole, acme, true",
    "ClusterRole/acme, ClusterRole, acme2, false"
  })
  void allowsClusterKindsByKindAndName(String allowed, String kind, String name, boolean expected) {
    EnvironmentConfig environment = environment("clusterKinds: ['" + allowed + "']");

    assertThat(environment.allows(kind, name)).isEqualTo(expected);
    assertThat(environment("healthTimeout: 1m").allows(kind, name)).isFalse();
  }

  @Test
  void deniesKindsByKindAndName() {
    EnvironmentConfig environment = environment("deniedKinds: [Secret, ConfigMap/legacy-*]");

    assertThat(environment.denies("Secret", "any")).isTrue();
    assertThat(environment.denies("ConfigMap", "legacy-a")).isTrue();
    assertThat(environment.denies("ConfigMap", "a")).isFalse();
    assertThat(errors(withEnvironment("deniedKinds: [secret]")).getFirst())
        .startsWith("backstay.yaml:7: deniedKinds: expected a kind such as Namespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"namespace", "Cluster-Role", "ClusterRole/", "ClusterRole/a b", "*", "/x"})
  void refusesOtherClusterKinds(String kind) {
    assertThat(errors(withEnvironment("clusterKinds: [Namespace, '" + kind + "']")))
        .containsExactly(
            "backstay.yaml:7: clusterKinds: expected a kind such as Namespace or"
                + " ClusterRole/acme-*, not \""
                + kind
                + "\"");
  }

  @Test
  void checksRecordsThatAreMadeInCodeToo() {
    AgentConfig config = valid(withTop());
    EnvironmentConfig one = config.environments().getFirst();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(config, List.of(one, one)))
        .withMessage("environment production is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(config, List.of()))
        .withMessage("expected 1 to 200 environments, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> in("n", List.of("n")))
        .withMessage("namespaces: n is named twice");
    assertThatIllegalArgumentException().isThrownBy(() -> in("kube-system", List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new PruneConfig(true, 101));
    assertThatIllegalArgumentException().isThrownBy(() -> new KindPattern("Namespace", "a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> HttpConfig.at("0.0.0.0", -1, 8081));
  }

  private static AgentConfig with(AgentConfig config, List<EnvironmentConfig> environments) {
    return new AgentConfig(
        config.repository(), config.dataDir(), config.http(), config.notifications(), environments);
  }

  private static EnvironmentConfig in(String namespace, List<String> more) {
    PruneConfig prune = new PruneConfig(true, 50);
    return new EnvironmentConfig(
        "a",
        "a",
        namespace,
        more,
        List.of(),
        List.of(),
        Optional.empty(),
        prune,
        DriftConfig.DEFAULT,
        Duration.ofMinutes(1),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The first environment is on line 4. */
  private static String environments(String... entries) {
    return REPOSITORY
        + "environments:\n"
        + Stream.of(entries).map(entry -> "  - " + entry + "\n").collect(Collectors.joining());
  }

  private static String entry(String name, String path, String namespace) {
    return "{ name: '%s', path: '%s', namespace: '%s' }".formatted(name, path, namespace);
  }
}
