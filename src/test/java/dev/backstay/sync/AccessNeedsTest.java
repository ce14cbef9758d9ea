package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cluster.access.Need;
import dev.backstay.cluster.access.Need.Weight;
import dev.backstay.config.DriftConfig;
import dev.backstay.config.EnvironmentConfig;
import dev.backstay.config.PruneConfig;
import dev.backstay.manifest.Manifest;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Source;
import dev.backstay.plan.Action;
import dev.backstay.plan.Plan;
import dev.backstay.plan.ServedKind;
import dev.backstay.plan.ServedKinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan needs to be allowed, each verb once. */
final class AccessNeedsTest {
  private static final ServedKind CONFIG_MAP =
      new ServedKind("", "v1", "ConfigMap", "configmaps", true);
  private static final ServedKind DEPLOYMENT =
      new ServedKind("apps", "v1", "Deployment", "deployments", true);
  private static final ServedKind STATEFUL_SET =
      new ServedKind("apps", "v1", "StatefulSet", "statefulsets", true);
  private static final ServedKind NAMESPACE =
      new ServedKind("", "v1", "Namespace", "namespaces", false);
  private static final ServedKind AUTOSCALER =
      new ServedKind(
          "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true);
  private static final ServedKinds SERVED =
      new ServedKinds("1.37", List.of(CONFIG_MAP, DEPLOYMENT, STATEFUL_SET, NAMESPACE, AUTOSCALER));

  private static EnvironmentConfig config(boolean unstick, String... more) {
    return new EnvironmentConfig(
        "production",
        "production",
        "home",
        List.of(more),
        List.of(),
        List.of(),
        Optional.empty(),
        new PruneConfig(true, 50),
        DriftConfig.DEFAULT,
        Duration.ofMinutes(1),
        unstick,
        Optional.empty(),
        Optional.empty());
  }

  private static Manifest manifest(ServedKind kind, String name, Map<String, String> directives) {
    String namespace = kind.namespaced() ? "home" : "";
    return new Manifest(
        new ObjectKey(kind.group(), kind.kind(), namespace, name),
        kind.apiVersion(),
        "{}",
        "digest",
        new Source("production/all.yaml", 1),
        directives);
  }

  private static Plan creating(ServedKind kind, String name, Map<String, String> directives) {
    Action.Change change = new Action.Create(manifest(kind, name, directives), kind);
    return new Plan(List.of(change), List.of(), List.of(), List.of());
  }

  private static List<String> needs(Plan plan, EnvironmentConfig config) {
    return AccessNeeds.of(plan, config, SERVED).stream().map(AccessNeedsTest::words).toList();
  }

  private static String words(Need need) {
    return "%s %s %s%s %s"
        .formatted(
            need.weight(),
            need.verb(),
            need.place().namespace().isEmpty() ? "" : need.place().namespace() + "/",
            need.place().resource(),
            String.join(",", need.names()))
        .strip();
  }

  @Test
  void whatIsAppliedIsReadAndWrittenByNameAndItsKindIsFollowedInEveryNamespace() {
    assertThat(needs(creating(CONFIG_MAP, "a", Map.of()), config(false, "annex")))
        .containsExactly(
            "REQUIRED list annex/configmaps",
            "REQUIRED watch annex/configmaps",
            "REQUIRED create home/configmaps a",
            "REQUIRED get home/configmaps a",
            "REQUIRED list home/configmaps",
            "REQUIRED patch home/configmaps a",
            "REQUIRED watch home/configmaps");
  }

  @Test
  void whatIsNotChangedIsNotAskedForToBeApplied() {
    Plan plan =
        new Plan(
            List.of(),
            List.of(new Action.Unchanged(manifest(CONFIG_MAP, "a", Map.of()))),
            List.of(),
            List.of());

    assertThat(needs(plan, config(false)))
        .contains("WANTED patch home/configmaps a", "REQUIRED watch home/configmaps")
        .doesNotContain("REQUIRED patch home/configmaps a");
  }

  @Test
  void deletesAreWantedOnlyForWhatIsPrunedOrMadeAnew() {
    ObjectKey left = new ObjectKey("", "ConfigMap", "home", "old");
    Plan pruning =
        new Plan(
            List.of(),
            List.of(),
            List.of(new Action.Prune(left, CONFIG_MAP, List.of())),
            List.of());

    assertThat(needs(pruning, config(false)))
        .containsExactly("WANTED delete home/configmaps old", "WANTED get home/configmaps old");
    assertThat(
            needs(
                creating(CONFIG_MAP, "a", Map.of("backstay.dev/recreate", "true")), config(false)))
        .contains("WANTED delete home/configmaps a");
  }

  @Test
  void whoeverScalesAWorkloadIsLookedForAndItsPodsMaySayWhy() {
    assertThat(needs(creating(DEPLOYMENT, "web", Map.of()), config(true)))
        .contains(
            "REQUIRED list home/horizontalpodautoscalers",
            "REQUIRED watch home/horizontalpodautoscalers",
            "HELPFUL list home/pods",
            "HELPFUL watch home/pods",
            "HELPFUL list home/replicasets")
        .noneMatch(need -> need.contains("delete"));
  }

  @Test
  void podsAreDeletedOnlyWhereAStatefulSetIsToBeUnstuck() {
    assertThat(needs(creating(STATEFUL_SET, "db", Map.of()), config(true)))
        .contains("REQUIRED delete home/pods", "REQUIRED get home/pods", "REQUIRED list home/pods");
    assertThat(needs(creating(STATEFUL_SET, "db", Map.of()), config(false)))
        .noneMatch(need -> need.contains("delete"));
  }

  @Test
  void aNamespaceIsInItselfButListedInTheWholeCluster() {
    assertThat(needs(creating(NAMESPACE, "home", Map.of()), config(false)))
        .containsExactlyInAnyOrder(
            "REQUIRED create home/namespaces home",
            "REQUIRED get home/namespaces home",
            "REQUIRED patch home/namespaces home",
            "REQUIRED list namespaces",
            "REQUIRED watch namespaces");
  }

  @Test
  void theRecordsNeedNothingButThemselves() {
    assertThat(AccessNeeds.ofRecords(config(false)).stream().map(AccessNeedsTest::words))
        .containsExactlyInAnyOrder(
            "REQUIRED create home/configmaps",
            "REQUIRED get home/configmaps backstay-production,backstay-production-digests",
            "REQUIRED patch home/configmaps backstay-production,backstay-production-digests",
            "REQUIRED create home/secrets",
            "REQUIRED get home/secrets backstay-production",
            "HELPFUL create home/events",
            "HELPFUL patch home/events",
            "REQUIRED get home/namespaces home");
  }

  @Test
  void toStartWhatIsThereIsFollowedAndWhatTheFolderSaysIsWritten() {
    List<Need> needs =
        AccessNeeds.toStart(
            List.of("Deployment.apps", "Gone.example.com"),
            List.of("home", "left"),
            List.of(new Action.Create(manifest(CONFIG_MAP, "a", Map.of()), CONFIG_MAP)),
            config(false),
            SERVED);

    assertThat(needs.stream().map(AccessNeedsTest::words))
        .contains("REQUIRED list left/deployments", "REQUIRED patch home/configmaps a")
        .doesNotContain("REQUIRED list left/configmaps");
    assertThat(needs).extracting(Need::weight).contains(Weight.REQUIRED, Weight.HELPFUL);
  }
}
