package dev.backstay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.manifest.FieldLocator;
import dev.backstay.manifest.Limits;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ManifestReader;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.ReadResult;
import dev.backstay.manifest.SourceFile;
import dev.backstay.testing.EscapeTable;
import dev.backstay.testing.EscapeTable.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way out of an environment that we know of, and what only looks like one. */
final class EscapesTest {
  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "APIService",
          "ClusterRole",
          "ClusterRoleBinding",
          "CustomResourceDefinition",
          "FlowSchema",
          "MutatingWebhookConfiguration",
          "Namespace",
          "Node",
          "PersistentVolume",
          "PriorityClass",
          "RuntimeClass",
          "StorageClass",
          "ValidatingAdmissionPolicyBinding",
          "ValidatingWebhookConfiguration");
  private static final Set<String> NOT_ALLOWED = Set.of("Node", "RuntimeClass");
  private static final Reserved RESERVED =
      new Reserved(
          Set.of(
              new Reserved.Records("home", "backstay-production"),
              new Reserved.Records("home", "backstay-neighbour")),
          Set.of("home/backstay-deployer"));
  private static final Confinement HOME =
      new Confinement(
          "home",
          Set.of("home"),
          key -> !NOT_ALLOWED.contains(key.kind()),
          key ->
              key.kind().equals("LimitRange")
                  || key.name().startsWith("forbidden-")
                  || key.name().startsWith("denied-"),
          RESERVED);
  private static final Planner PLANNER = new Planner(HOME, new PruneGuard(true, 1, 0));

  static Stream<Row> escapes() {
    return EscapeTable.escapes("home").stream();
  }

  static Stream<Row> lookalikes() {
    return EscapeTable.lookalikes("home").stream();
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void p6EveryEscapeIsRefusedWithItsLine(Row row) {
    assertThat(told(row.yaml())).containsExactlyInAnyOrderElementsOf(row.errors());
  }

  @Test
  void p6ThereAreEnoughEscapes() {
    assertThat(escapes()).hasSizeGreaterThan(90).noneMatch(row -> row.errors().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("lookalikes")
  void whatOnlyLooksLikeAnEscapeIsAllowed(Row row) {
    assertThat(told(row.yaml())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1|Pod|{\"spec\":{\"serviceAccountName\":\"backstay-deployer\"}}|spec.serviceAccountName",
        "v1|Pod|{\"spec\":{\"serviceAccount\":\"backstay-deployer\"}}|spec.serviceAccount",
        "apps/v1|Deployment|{\"spec\":{\"template\":{\"spec\":{\"serviceAccountName\":\"backstay-deployer\"}}}}|spec.template.spec.serviceAccountName",
        "batch/v1|CronJob|{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":{\"serviceAccountName\":\"backstay-deployer\"}}}}}}|spec.jobTemplate.spec.template.spec.serviceAccountName",
        "v1|Secret|{\"type\":\"kubernetes.io/service-account-token\",\"metadata\":{\"annotations\":{\"kubernetes.io/service-account.name\":\"backstay-deployer\"}}}|metadata.annotations[kubernetes.io/service-account.name]",
        "rbac.authorization.k8s.io/v1|RoleBinding|{\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"backstay-deployer\",\"namespace\":\"home\"}]}|subjects[0].name",
        "rbac.authorization.k8s.io/v1|RoleBinding|{\"subjects\":[{\"kind\":\"User\",\"name\":\"system:serviceaccount:home:backstay-deployer\"}]}|subjects[0].name"
      })
  void p6NobodyElseActsByTheAccountThatBackstayActsBy(
      String apiVersion, String kind, String json, String field) {
    assertThat(objections(apiVersion, kind, "x", json)).singleElement().asString().contains(field);
    String other = json.replace("backstay-deployer", "builder");
    assertThat(objections(apiVersion, kind, "x", other)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', ServiceAccount, home, backstay-deployer, true",
    "'', ServiceAccount, other, backstay-deployer, false",
    "'', Service, default, kubernetes, true",
    "'', Endpoints, default, kubernetes, true",
    "discovery.k8s.io, EndpointSlice, default, kubernetes, true",
    "'', Service, home, kubernetes, false",
    "'', ConfigMap, home, backstay-production-digests-123, true",
    "'', ConfigMap, home, backstay-production-digests-x, false",
    "'', ConfigMap, home, backstay-staging, false",
    "'', ConfigMap, annex, backstay-production, false",
    "rbac.authorization.k8s.io, ClusterRoleBinding, '', cluster-admin, true",
    "rbac.authorization.k8s.io, RoleBinding, home, system:x, true",
    "apiregistration.k8s.io, APIService, '', v1., true",
    "apiregistration.k8s.io, APIService, '', v1.rbac.authorization.k8s.io, true",
    "apiregistration.k8s.io, APIService, '', v1beta1.metrics.k8s.io, false",
    "scheduling.k8s.io, PriorityClass, '', system-node-critical, true",
    "scheduling.k8s.io, PriorityClass, '', low, false",
    "flowcontrol.apiserver.k8s.io, PriorityLevelConfiguration, '', system-x, true",
    "flowcontrol.apiserver.k8s.io, FlowSchema, '', mine, false"
  })
  void p6SomeObjectsAreNobodys(
      String group, String kind, String namespace, String name, boolean reserved) {
    assertThat(RESERVED.by(new ObjectKey(group, kind, namespace, name)).isPresent())
        .isEqualTo(reserved);
  }

  @Test
  void p6WhatIsOutsideNowIsNotDeletedEither() {
    ObjectKey far = new ObjectKey("", "ConfigMap", "annex", "far");
    ObjectKey denied = new ObjectKey("", "Secret", "home", "forbidden-one");
    ObjectKey node = new ObjectKey("", "Node", "", "node");
    ObjectKey near = new ObjectKey("", "ConfigMap", "home", "near");
    Map<ObjectKey, String> applied = Map.of(far, "", denied, "", node, "", near, "");
    Plan plan =
        (Plan)
            PLANNER.plan(
                List.of(),
                new KnownState(applied, UnaryOperator.identity()),
                new ServedKinds(
                    "1.37",
                    List.of(kind("v1", "ConfigMap"), kind("v1", "Secret"), kind("v1", "Node"))));
    assertThat(plan.prunes()).extracting(Action.Prune::key).containsExactly(near);
    assertThat(plan.held())
        .allMatch(held -> held.reason().code() == ProblemCode.CONFINED)
        .extracting(Plan.HeldPrune::key)
        .containsExactlyInAnyOrder(far, denied, node);
  }

  @Test
  void toldInOneLineWhateverStandsInTheManifest() {
    String json =
        "{\"metadata\":{\"labels\":{\"backstay.dev/a\\nERROR " + "x".repeat(400) + "\":1}}}";
    assertThat(objections("v1", "ConfigMap", "x", json))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message()).doesNotContain("\n").hasSizeLessThanOrEqualTo(301));
  }

  @Test
  void whatIsNoContentOfItsKindIsLeftToTheApiServer() {
    assertThat(objections("rbac.authorization.k8s.io/v1", "RoleBinding", "x", "{\"subjects\":7}"))
        .isEmpty();
    assertThat(
            objections(
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                "x",
                "{\"subjects\":[{\"kind\":\"Robot\"},{\"kind\":\"ServiceAccount\",\"name\":\"a\"}]}"))
        .isEmpty();
  }

  private static List<Problem> objections(
      String apiVersion, String kind, String name, String json) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    ObjectKey key = new ObjectKey(group, kind, "home", name);
    return HOME.objectionsToContent(
        new Manifest(
            key, apiVersion, json, "", new dev.backstay.manifest.Source("a", 1), Map.of()));
  }

  /** Code and line of everything that is wrong, as a refused sync tells it. */
  private static List<String> told(String yaml) {
    byte[] content = yaml.getBytes(StandardCharsets.UTF_8);
    List<Problem> problems = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    switch (read(content)) {
      case ReadResult.Manifests(List<Manifest> read) -> manifests.addAll(read);
      case ReadResult.Unreadable(List<Problem> unreadable, List<Manifest> readable) -> {
        problems.addAll(unreadable);
        manifests.addAll(readable);
      }
    }
    ServedKinds served =
        new ServedKinds(
            "1.37",
            manifests.stream().map(m -> kind(m.apiVersion(), m.key().kind())).distinct().toList());
    if (problems.isEmpty()) {
      Planned planned = PLANNER.plan(manifests, KnownState.NOTHING, served);
      if (planned instanceof Planned.Refused refused) {
        problems.addAll(refused.problems());
      }
      assertThat(PLANNER.objectionsTo(manifests, served)).isEqualTo(problems);
    }
    return problems.stream().map(p -> p.code().id() + ":" + line(content, manifests, p)).toList();
  }

  private static ReadResult read(byte[] content) {
    try {
      return new ManifestReader(Limits.defaults())
          .read(List.of(new SourceFile("a.yml", "id", content.length, () -> content)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int line(byte[] content, List<Manifest> manifests, Problem problem) {
    return ApiFailure.fieldPathIn(problem.message())
        .flatMap(
            field ->
                manifests.stream()
                    .filter(m -> problem.source().equals(java.util.Optional.of(m.source())))
                    .findFirst()
                    .flatMap(m -> FieldLocator.locate(content, m, field)))
        .map(FieldLocator.Place::source)
        .or(problem::source)
        .orElseThrow()
        .line();
  }

  private static ServedKind kind(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return new ServedKind(
        slash < 0 ? "" : apiVersion.substring(0, slash),
        apiVersion.substring(slash + 1),
        kind,
        "things",
        !CLUSTER_SCOPED.contains(kind));
  }
}
