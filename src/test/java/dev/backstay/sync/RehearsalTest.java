package dev.backstay.sync;

import static dev.backstay.sync.Samples.PROBLEM;
import static dev.backstay.sync.Samples.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.ApiFailure;
import dev.backstay.cluster.Applier.Rehearsed;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Member;
import dev.backstay.manifest.Manifest;
import dev.backstay.plan.Action;
import dev.backstay.plan.ApplyOrder;
import dev.backstay.plan.Plan;
import dev.backstay.plan.ServedKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class RehearsalTest {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final ApiFailure FAILURE = new ApiFailure(ApiFailure.Kind.CLUSTER, PROBLEM);

  private static final Action.Change NAMESPACE = create("", "Namespace", "", "new", "{}");
  private static final Action.Change IN_NAMESPACE = create("", "ConfigMap", "new", "a", "{}");
  private static final Action.Change ELSEWHERE = create("", "ConfigMap", "home", "a", "{}");
  private static final Action.Change ROLE = create(RBAC, "Role", "home", "reader", "{}");
  private static final Action.Change BINDING = create(RBAC, "RoleBinding", "home", "b", "{}");
  private static final Action.Change WIDGET = create("example.com", "Widget", "new", "w", "{}");
  private static final Action.Change DEFINITION =
      create(
          "apiextensions.k8s.io",
          "CustomResourceDefinition",
          "",
          "widgets.example.com",
          """
          {"spec":{"group":"example.com","scope":"Namespaced",
           "names":{"kind":"Widget","plural":"widgets"},
           "versions":[{"name":"v1","served":true}]}}
          """);

  private static Action.Change create(
      String group, String kind, String namespace, String name, String json) {
    Manifest manifest = manifest(group, kind, namespace, name, json);
    String plural = kind.toLowerCase(Locale.ROOT) + "s";
    return new Action.Create(
        manifest, new ServedKind(group, "v1", kind, plural, !namespace.isEmpty()));
  }

  private static final HandManagers HANDS = new HandManagers(List.of("kubectl*"));

  private static Rehearsed passed(Action.Change change, String version) {
    return new Rehearsed.Passed(
        change,
        Member.of(
            change.key(),
            JsonMapper.shared()
                .readTree("{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}")));
  }

  private static Rehearsed notFound(Action.Change change) {
    return new Rehearsed.Failed(change, FAILURE, true);
  }

  /** All pass but one. */
  private static Rehearsal rehearse(Rehearsed failed, Action.Change... others) {
    List<Action.Change> changes =
        Stream.concat(Stream.of(failed.change()), Stream.of(others)).toList();
    List<Rehearsed> results =
        Stream.concat(Stream.of(failed), Stream.of(others).map(other -> passed(other, "7")))
            .toList();
    return Rehearsal.of(new Plan(changes, List.of(), List.of(), List.of()), results, HANDS);
  }

  private static void assertDeferredUntil(Action.Change waitsFor, Rehearsal rehearsal) {
    assertThat(rehearsal.failures()).isEmpty();
    assertThat(rehearsal.deferred()).containsOnlyKeys(ApplyOrder.wave(waitsFor.key()));
  }

  private static void assertRefused(Rehearsal rehearsal) {
    assertThat(rehearsal.failures()).containsExactly(FAILURE);
    assertThat(rehearsal.deferred()).isEmpty();
  }

  @Test
  void whatPassedIsKnownByItsVersion() {
    Rehearsal rehearsal = rehearse(passed(ELSEWHERE, "42"));
    assertThat(rehearsal.failures()).isEmpty();
    assertThat(rehearsal.deferred()).isEmpty();
    assertThat(rehearsal.complete()).isTrue();
    assertThat(rehearsal.versionBefore(ELSEWHERE.manifest())).contains("42");
    assertThat(rehearsal.versionBefore(WIDGET.manifest())).isEmpty();
  }

  @Test
  void anObjectInANewNamespaceWaitsForIt() {
    assertDeferredUntil(NAMESPACE, rehearse(notFound(IN_NAMESPACE), NAMESPACE));
  }

  @Test
  void anObjectInAnotherNamespaceDoesNot() {
    assertRefused(rehearse(notFound(ELSEWHERE), NAMESPACE));
  }

  @Test
  void aCustomResourceWaitsForItsDefinition() {
    assertDeferredUntil(DEFINITION, rehearse(notFound(WIDGET), DEFINITION));
  }

  @Test
  void aDefinitionOfAnotherKindHelpsNobody() {
    Action.Change gadget = create("example.com", "Gadget", "home", "g", "{}");
    assertRefused(rehearse(notFound(gadget), DEFINITION));
  }

  @Test
  void waitsForTheLastOfWhatItNeeds() {
    assertDeferredUntil(NAMESPACE, rehearse(notFound(WIDGET), DEFINITION, NAMESPACE));
  }

  @Test
  void aBindingWaitsForANewRole() {
    assertDeferredUntil(ROLE, rehearse(notFound(BINDING), ROLE));
    Action.Change clusterRole = create(RBAC, "ClusterRole", "", "reader", "{}");
    Action.Change clusterBinding = create(RBAC, "ClusterRoleBinding", "", "b", "{}");
    assertDeferredUntil(clusterRole, rehearse(notFound(clusterBinding), clusterRole));
  }

  @Test
  void onlyBindingsWaitForRoles() {
    assertRefused(rehearse(notFound(ELSEWHERE), ROLE));
  }

  @Test
  void whatIsNotFoundForNoReasonInTheCommitIsRefused() {
    assertRefused(rehearse(notFound(IN_NAMESPACE), ELSEWHERE));
  }

  @Test
  void anyOtherFailureIsRefusedEvenWithSomethingToWaitFor() {
    assertRefused(rehearse(new Rehearsed.Failed(IN_NAMESPACE, FAILURE, false), NAMESPACE));
  }

  @Test
  void isNotCompleteWhenSomethingNewerTookOver() {
    assertThat(rehearse(new Rehearsed.Skipped(ELSEWHERE)).complete()).isFalse();
  }

  @Test
  void whatCanOnlyBeCreatedAnewIsNamed() {
    Rehearsal rehearsal = rehearse(new Rehearsed.Replaces(ELSEWHERE));
    assertThat(rehearsal.failures()).isEmpty();
    assertThat(rehearsal.replaced()).containsExactly(ELSEWHERE.key());
  }

  @Test
  void whatIsInTheWayIsPrunedFirst() {
    Rehearsal rehearsal = rehearse(new Rehearsed.WaitsForPrune(ELSEWHERE));
    assertThat(rehearsal.failures()).isEmpty();
    assertThat(rehearsal.deferred())
        .containsExactly(Map.entry(Rehearsal.AFTER_FIRST_PRUNES, List.of(ELSEWHERE)));
  }

  @Test
  void aFirstSyncIsNotRehearsed() {
    assertThat(Rehearsal.NONE)
        .isEqualTo(new Rehearsal(List.of(), Map.of(), Map.of(), Set.of(), true));
  }

  @Test
  void onlyDefinitionsDefineKinds() {
    assertThat(Rehearsal.definedKinds(DEFINITION.manifest())).containsExactly("Widget.example.com");
    assertThat(Rehearsal.definedKinds(WIDGET.manifest())).isEmpty();
  }
}
