package dev.backstay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import dev.backstay.manifest.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static final ServedKinds SERVED =
      new ServedKinds(
          "1.37",
          List.of(
              new ServedKind("", "v1", "ConfigMap", "configmaps", true),
              new ServedKind("", "v1", "Namespace", "namespaces", false),
              new ServedKind("apps", "v1", "Deployment", "deployments", true),
              new ServedKind("networking.k8s.io", "v1", "Ingress", "ingresses", true),
              new ServedKind(
                  "apiextensions.k8s.io",
                  "v1",
                  "CustomResourceDefinition",
                  "customresourcedefinitions",
                  false)));
  private static final Confinement HOME =
      new Confinement(
          "home",
          Set.of("home", "annex"),
          key -> key.kind().equals("CustomResourceDefinition"),
          _ -> false,
          new Reserved(Set.of(new Reserved.Records("home", "backstay-production")), Set.of()));
  private static final PruneGuard GUARD = new PruneGuard(true, 0.5, 0);

  private final Planner planner = new Planner(HOME, GUARD);
  private int line;

  private Manifest manifest(String apiVersion, String kind, String namespace, String name) {
    return manifest(apiVersion, kind, namespace, name, "{}");
  }

  private Manifest manifest(
      String apiVersion, String kind, String namespace, String name, String json) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    ObjectKey key = new ObjectKey(group, kind, namespace, name);
    Source source = new Source("production/all.yml", ++line);
    return new Manifest(key, apiVersion, json, "digest of " + name + json, source, Map.of());
  }

  private static KnownState known(Map<ObjectKey, String> applied) {
    return new KnownState(applied, UnaryOperator.identity());
  }

  private Plan plan(List<Manifest> desired, KnownState known) {
    Planned planned = planner.plan(desired, known, SERVED);
    assertThat(planned).isInstanceOf(Plan.class);
    return (Plan) planned;
  }

  private List<Problem> refusal(List<Manifest> desired) {
    Planned planned = planner.plan(desired, KnownState.NOTHING, SERVED);
    assertThat(planned).isInstanceOf(Planned.Refused.class);
    return ((Planned.Refused) planned).problems();
  }

  @Test
  void createsWhatItDoesNotKnowAndPutsItIntoTheEnvironmentsNamespace() {
    Plan plan = plan(List.of(manifest("v1", "ConfigMap", "", "a")), KnownState.NOTHING);
    assertThat(plan.changes()).hasSize(1).first().isInstanceOf(Action.Create.class);
    assertThat(plan.changes().getFirst().key())
        .isEqualTo(new ObjectKey("", "ConfigMap", "home", "a"));
  }

  @Test
  void touchesOnlyWhatChanged() {
    Manifest same = manifest("v1", "ConfigMap", "home", "same");
    Manifest changed = manifest("v1", "ConfigMap", "home", "changed");
    Manifest unsure = manifest("v1", "ConfigMap", "home", "unsure");
    Plan plan =
        plan(
            List.of(same, changed, unsure),
            known(Map.of(same.key(), same.digest(), changed.key(), "old", unsure.key(), "")));
    assertThat(plan.unchanged()).extracting(Action::key).containsExactly(same.key());
    assertThat(plan.changes())
        .allMatch(Action.Configure.class::isInstance)
        .extracting(Action::key)
        .containsExactly(changed.key(), unsure.key());
    assertThat(plan.desired()).hasSize(3);
    assertThat(plan.isEmpty()).isFalse();
  }

  @Test
  void hasNothingToDoWhenAllStands() {
    Manifest same = manifest("v1", "ConfigMap", "home", "same");
    assertThat(plan(List.of(same), known(Map.of(same.key(), same.digest()))).isEmpty()).isTrue();
  }

  @Test
  void appliesInWavesByKindAndPrunesTheOtherWayRound() {
    Manifest definition =
        manifest(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "",
            "widgets.example.com",
            """
            {"spec":{"group":"example.com","scope":"Namespaced",
             "names":{"kind":"Widget","plural":"widgets"},
             "versions":[{"name":"v1","served":true},{"name":"v0","served":false}]}}
            """);
    Plan plan =
        plan(
            List.of(
                manifest("example.com/v1", "Widget", "", "w"),
                manifest("networking.k8s.io/v1", "Ingress", "", "i"),
                manifest("apps/v1", "Deployment", "", "d"),
                manifest("v1", "ConfigMap", "", "c"),
                manifest("v1", "Namespace", "ignored", "home"),
                definition),
            known(
                Map.of(
                    new ObjectKey("", "ConfigMap", "home", "old"), "x",
                    new ObjectKey("apps", "Deployment", "home", "old"), "x")));
    assertThat(plan.waves())
        .extracting(wave -> wave.getFirst().key().kind())
        .containsExactly(
            "CustomResourceDefinition",
            "Namespace",
            "ConfigMap",
            "Deployment",
            "Ingress",
            "Widget");
    assertThat(plan.prunes())
        .extracting(prune -> prune.key().kind())
        .containsExactly("Deployment", "ConfigMap");
  }

  @Test
  void refusesAKindThatIsNotServedAndNamesTheVersionThatIs() {
    List<Problem> problems =
        refusal(
            List.of(
                manifest("extensions/v1beta1", "Ingress", "", "i"),
                manifest("apps/v1", "Deplyment", "", "d"),
                manifest("example.com/v1", "Qqqqqqqqqqqqqqq", "", "x")));
    assertThat(problems).allMatch(p -> p.code() == ProblemCode.KIND_NOT_SERVED).hasSize(3);
    assertThat(problems.get(0).hint()).isEqualTo("use networking.k8s.io/v1");
    assertThat(problems.get(0).message())
        .isEqualTo("Ingress in extensions/v1beta1 is not served by this cluster (1.37)");
    assertThat(problems.get(1).hint()).isEqualTo("did you mean Deployment?");
    assertThat(problems.get(2).hint()).contains("CRD");
    assertThat(new Planned.Refused(problems).maySolveItself()).isTrue();
  }

  @Test
  void refusesWhatIsOutsideOfTheEnvironment() {
    List<Problem> problems =
        refusal(
            List.of(
                manifest("v1", "ConfigMap", "kube-system", "a"),
                manifest("v1", "ConfigMap", "", "backstay-production"),
                manifest("v1", "Namespace", "", "other")));
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly(ProblemCode.CONFINED, ProblemCode.RESERVED, ProblemCode.CONFINED);
    assertThat(problems.getFirst().hint()).isEqualTo("it may use annex, home");
    assertThat(new Planned.Refused(problems).maySolveItself()).isFalse();
  }

  @Test
  void refusesClusterScopedKindsThatAreNotAllowed() {
    Planner strict =
        new Planner(
            new Confinement(
                "home", Set.of("home"), _ -> false, _ -> false, Reserved.NOTHING_OF_OURS),
            GUARD);
    Manifest definition = manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "x");
    assertThat(strict.plan(List.of(definition), KnownState.NOTHING, SERVED))
        .isInstanceOf(Planned.Refused.class);
  }

  @Test
  void allowsReservedNamesWhereTheyAreNotReserved() {
    Plan plan =
        plan(
            List.of(
                manifest("v1", "ConfigMap", "annex", "backstay-production"),
                manifest("apps/v1", "Deployment", "", "backstay-production")),
            KnownState.NOTHING);
    assertThat(plan.changes()).hasSize(2);
  }

  @Test
  void refusesTheSameObjectTwiceAlsoWhenOnlyOneNamesItsNamespace() {
    assertThat(
            refusal(
                List.of(
                    manifest("v1", "ConfigMap", "", "a"),
                    manifest("v1", "ConfigMap", "home", "a"))))
        .extracting(Problem::code)
        .containsOnly(ProblemCode.DUPLICATE_OBJECT);
  }

  @Test
  void holdsBackMoreDeletesThanTheGuardAllows() {
    Map<ObjectKey, String> applied = new HashMap<>();
    IntStream.range(0, 8)
        .forEach(i -> applied.put(new ObjectKey("", "ConfigMap", "home", "cm" + i), "x"));
    Plan plan = plan(List.of(manifest("v1", "ConfigMap", "", "cm0")), known(applied));
    assertThat(plan.prunes()).isEmpty();
    assertThat(plan.held()).hasSize(7);
    assertThat(plan.held().getFirst().reason().message())
        .isEqualTo("7 of 8 objects left the folder, more than prune.maxShare of 50% allows");
  }

  @Test
  void aCommitCanSayHowManyDeletesItMeans() {
    Map<ObjectKey, String> applied = new HashMap<>();
    IntStream.range(0, 8)
        .forEach(i -> applied.put(new ObjectKey("", "ConfigMap", "home", "cm" + i), "x"));
    List<Manifest> one = List.of(manifest("v1", "ConfigMap", "", "cm0"));
    assertThat(planAllowing(7, one, known(applied)).prunes()).hasSize(7);
    assertThat(planAllowing(6, one, known(applied)).prunes()).isEmpty();
  }

  private static Plan planAllowing(int deletes, List<Manifest> desired, KnownState known) {
    Planner allowing = new Planner(HOME, new PruneGuard(true, 0.5, deletes));
    return (Plan) allowing.plan(desired, known, SERVED);
  }

  @Test
  void lesson06_aDeleteNamesWhatTheFolderSaysUnderAnotherGroup() {
    ObjectKey old = new ObjectKey("extensions", "Ingress", "home", "web");
    ServedKinds both =
        SERVED.and(List.of(new ServedKind("extensions", "v1beta1", "Ingress", "ingresses", true)));
    Manifest renamed = manifest("networking.k8s.io/v1", "Ingress", "", "web");
    Manifest other = manifest("networking.k8s.io/v1", "Ingress", "", "other");
    Plan plan = (Plan) planner.plan(List.of(renamed, other), known(Map.of(old, "x")), both);
    assertThat(plan.prunes()).hasSize(1);
    assertThat(plan.prunes().getFirst().namesakes())
        .extracting(Action.Namesake::key)
        .containsExactly(new ObjectKey("networking.k8s.io", "Ingress", "home", "web"));
  }

  @Test
  void neverHoldsBackAFewDeletes() {
    Map<ObjectKey, String> applied = new HashMap<>();
    IntStream.range(0, 5)
        .forEach(i -> applied.put(new ObjectKey("", "ConfigMap", "home", "cm" + i), "x"));
    assertThat(plan(List.of(manifest("v1", "ConfigMap", "", "new")), known(applied)).prunes())
        .hasSize(5);
  }

  @Test
  void prunesNothingWherePruningIsOff() {
    Planner off = new Planner(HOME, new PruneGuard(false, 1, 100));
    KnownState known = known(Map.of(new ObjectKey("", "ConfigMap", "home", "old"), "x"));
    Plan plan = (Plan) off.plan(List.of(manifest("v1", "ConfigMap", "", "a")), known, SERVED);
    assertThat(plan.prunes()).isEmpty();
    assertThat(plan.held()).hasSize(1);
    assertThat(
            ((Plan)
                    off.plan(
                        List.of(manifest("v1", "ConfigMap", "", "a")), KnownState.NOTHING, SERVED))
                .held())
        .isEmpty();
  }

  @Test
  void keepsWhatLeftTheFolderWhileItsKindIsNotServed() {
    ObjectKey dead = new ObjectKey("gone.example.com", "Widget", "home", "w");
    ObjectKey old = new ObjectKey("", "ConfigMap", "home", "old");
    Plan plan =
        plan(List.of(manifest("v1", "ConfigMap", "", "a")), known(Map.of(dead, "x", old, "x")));
    assertThat(plan.prunes()).extracting(Action.Prune::key).containsExactly(old);
    assertThat(plan.held()).extracting(Plan.HeldPrune::key).containsExactly(dead);
  }

  @Test
  void readsOnlyDefinitionsThatAreWhole() {
    assertThat(
            CustomKinds.in(
                List.of(
                    manifest("v1", "ConfigMap", "", "a"),
                    manifest("other/v1", "CustomResourceDefinition", "", "b"),
                    manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "c"),
                    definition("{\"names\":{\"kind\":\"W\",\"plural\":\"ws\"}}"),
                    definition("{\"group\":\"g\",\"names\":{\"plural\":\"ws\"}}"),
                    definition("{\"group\":\"g\",\"names\":{\"kind\":\"W\"}}"))))
        .isEmpty();
  }

  private Manifest definition(String spec) {
    String json =
        "{\"spec\":"
            + spec.substring(0, spec.length() - 1)
            + ",\"versions\":[{\"name\":\"v1\",\"served\":true}]}}";
    return manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "d", json);
  }

  @Test
  void ordersWebhooksLast() {
    ObjectKey webhook =
        new ObjectKey("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "", "x");
    ObjectKey service = new ObjectKey("apiregistration.k8s.io", "APIService", "", "x");
    ObjectKey custom = new ObjectKey("example.com", "Widget", "home", "x");
    assertThat(ApplyOrder.wave(webhook))
        .isEqualTo(ApplyOrder.wave(service))
        .isGreaterThan(ApplyOrder.wave(custom));
  }

  @Test
  void namesKindsAsTheApiServerDoes() {
    ServedKind core = new ServedKind("", "v1", "Service", "services", true);
    ServedKind apps = new ServedKind("apps", "v1", "Deployment", "deployments", true);
    assertThat(core.apiVersion() + " " + core.groupKind()).isEqualTo("v1 Service");
    assertThat(apps.apiVersion() + " " + apps.groupKind()).isEqualTo("apps/v1 Deployment.apps");
    assertThat(SERVED.clusterVersion()).isEqualTo("1.37");
  }

  @Test
  void aRefusalNeedsAReason() {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> new Planned.Refused(List.of()));
  }
}
