package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.ClusterState;
import dev.backstay.testing.FaultProxy;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same happens to two environments that follow one repository; the agent of one sees it by its
 * watches, the other's watches tell nothing until it is over. Both must end alike.
 */
@ExtendWith(ClusterExtension.class)
final class UnobservedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MEMBER = ".metadata.labels.applyset\\.kubernetes\\.io/part-of";
  private static final String AUTOSCALER =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: { name: web }
      spec:
        scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
        minReplicas: 1
        maxReplicas: 9
        metrics:
          - type: Resource
            resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } }
      """;

  private final TestCluster cluster;
  private final Path folder;
  private final TestRepository repository;
  private final Place watched;
  private final Place unobserved;

  UnobservedIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
    repository.write("production/web.yml", Manifests.deployment("web", "1.0.0"));
    repository.write("production/settings.yml", Manifests.configMap("settings", "a"));
    repository.write("production/other.yml", Manifests.configMap("other", "a"));
    repository.commit("a");
    repository.push();
    this.watched = new Place("watched");
    this.unobserved = new Place("unobserved");
  }

  /** One environment, with an agent of its own. */
  private final class Place implements AutoCloseable {
    private final String namespace;
    private final WatchGate gate = new WatchGate();
    private final FaultProxy proxy = FaultProxy.inFrontOf(cluster.agentKubeconfig());
    private final TestAgent agent;

    Place(String name) {
      namespace = TestCluster.uniqueName(name);
      proxy.rule(gate);
      Path own = folder.resolve(name);
      try {
        Files.createDirectories(own);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      agent =
          TestAgent.start(
              proxy.kubeconfig(own, cluster.agentKubeconfig()),
              own.resolve("agent"),
              repository.url(),
              Env.of("production", namespace));
      agent.awaitSynced("production", repository.head());
    }

    String kubectl(String... arguments) {
      String[] all = new String[arguments.length + 2];
      System.arraycopy(arguments, 0, all, 0, arguments.length);
      all[arguments.length] = "--namespace";
      all[arguments.length + 1] = namespace;
      return cluster.kubectl(all);
    }

    String at(String object, String path) {
      return cluster.jsonPath(namespace, object, path);
    }

    /** How often an object was changed is left out: who looks away sees fewer changes. */
    ClusterState state() {
      return ClusterState.of(cluster, namespace, "production").withoutGenerations();
    }

    @Override
    public void close() {
      gate.open();
      agent.close();
      proxy.close();
    }
  }

  @AfterEach
  void close() {
    watched.close();
    unobserved.close();
  }

  /** Lets something happen to both, and then open the eyes of the one that did not look. */
  private void happens(Consumer<Place> what) {
    unobserved.gate.close();
    what.accept(watched);
    what.accept(unobserved);
    unobserved.gate.open();
  }

  private void assertBothEnd(Consumer<Place> end) {
    for (Place place : List.of(watched, unobserved)) {
      await().atMost(PATIENCE).untilAsserted(() -> end.accept(place));
      place.agent.awaitSynced("production", repository.head());
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(unobserved.state().differencesFrom(watched.state())).isEmpty());
  }

  private Path file(String content) {
    try {
      return Files.writeString(folder.resolve("by-hand.yml"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anObjectThatWasDeletedAndMadeAnewIsOursAgain() {
    Path another = file(Manifests.configMap("settings", "b"));
    happens(
        place -> {
          place.kubectl("delete", "configmap/settings");
          place.kubectl("apply", "--server-side", "--force-conflicts", "-f", another.toString());
        });
    assertBothEnd(
        place -> {
          assertThat(place.at("configmap/settings", ".data.value")).isEqualTo("a");
          assertThat(place.at("configmap/settings", MEMBER)).isNotEmpty();
        });
  }

  @Test
  void replicasThatWentUpAndCameBackAreOursAgain() {
    happens(
        place -> {
          place.kubectl("scale", "deployment/web", "--replicas=5");
          place.kubectl("scale", "deployment/web", "--replicas=2");
        });
    assertBothEnd(
        place -> {
          assertThat(place.at("deployment/web", ".spec.replicas")).isEqualTo("2");
          assertThat(ownsReplicas(place)).isTrue();
        });
  }

  @Test
  void replicasAreOursAgainWhenAnAutoscalerCameAndWent() {
    Path autoscaler = file(AUTOSCALER);
    happens(
        place -> {
          place.kubectl("apply", "-f", autoscaler.toString());
          place.kubectl("delete", "horizontalpodautoscaler/web");
        });
    assertBothEnd(place -> assertThat(ownsReplicas(place)).isTrue());
  }

  private static boolean ownsReplicas(Place place) {
    return place
        .kubectl(
            "get",
            "deployment/web",
            "--show-managed-fields",
            "-o",
            "jsonpath={.metadata.managedFields[?(@.manager==\"backstay\")].fieldsV1}")
        .contains("f:replicas");
  }

  @Test
  void aResourceComesBackWhenItsDefinitionWasDeletedAndMadeAnew() {
    String plural = TestCluster.uniqueName("gadget").replace("-", "") + "s";
    String crd = plural + ".demo.backstay.dev";
    String definition = file(definition(plural)).toString();
    try {
      define(crd, definition);
      repository.write("production/gadget.yml", gadget(plural));
      repository.commit("a gadget");
      repository.push();
      assertBothEnd(place -> assertThat(place.at(crd + "/g", MEMBER)).isNotEmpty());
      List<String> before = List.of(gadgetUid(watched, crd), gadgetUid(unobserved, crd));

      unobserved.gate.close();
      cluster.kubectl("delete", "crd", crd);
      define(crd, definition);
      unobserved.gate.open();

      assertBothEnd(
          place -> {
            assertThat(place.at(crd + "/g", MEMBER)).isNotEmpty();
            assertThat(before).doesNotContain(gadgetUid(place, crd));
          });
    } finally {
      cluster.kubectl("delete", "crd", crd, "--ignore-not-found", "--wait=false");
    }
  }

  private void define(String crd, String file) {
    cluster.kubectl("apply", "-f", file);
    cluster.kubectl("wait", "--for=condition=established", "crd/" + crd, "--timeout=60s");
  }

  private static String gadgetUid(Place place, String crd) {
    return place.at(crd + "/g", ".metadata.uid");
  }

  private static String kind(String plural) {
    return "G" + plural.substring(1, plural.length() - 1);
  }

  private static String gadget(String plural) {
    return """
        apiVersion: demo.backstay.dev/v1
        kind: %s
        metadata: { name: g }
        """
        .formatted(kind(plural));
  }

  private static String definition(String plural) {
    return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: %2$s.demo.backstay.dev }
        spec:
          group: demo.backstay.dev
          scope: Namespaced
          names: { kind: %1$s, plural: %2$s }
          versions:
            - name: v1
              served: true
              storage: true
              schema: { openAPIV3Schema: { type: object } }
        """
        .formatted(kind(plural), plural);
  }

  @Test
  void aCommitAndItsRevertEndWhereTheyBegan() {
    unobserved.gate.close();
    repository.delete("production/other.yml");
    repository.write("production/settings.yml", Manifests.configMap("settings", "b"));
    String there = repository.commit("b");
    repository.push();
    watched.agent.awaitSynced("production", there);
    unobserved.agent.awaitSynced("production", there);
    repository.revert(there);
    repository.push();
    watched.agent.awaitSynced("production", repository.head());
    unobserved.agent.awaitSynced("production", repository.head());
    unobserved.gate.open();
    assertBothEnd(
        place -> {
          assertThat(place.at("configmap/settings", ".data.value")).isEqualTo("a");
          assertThat(place.at("configmap/other", MEMBER)).isNotEmpty();
        });
  }

  @Test
  void aStateThatWasDeletedIsBegunAnewAndNothingIsLost() {
    List<String> before =
        List.of(uid(watched, "settings"), uid(unobserved, "settings"), uid(watched, "other"));
    happens(place -> place.kubectl("delete", "configmap/backstay-production"));
    repository.write("production/settings.yml", Manifests.configMap("settings", "b"));
    repository.commit("b");
    repository.push();
    assertBothEnd(
        place -> {
          assertThat(place.at("configmap/settings", ".data.value")).isEqualTo("b");
          assertThat(place.at("configmap/backstay-production", ".data.state")).contains("deployed");
        });
    assertThat(
            List.of(uid(watched, "settings"), uid(unobserved, "settings"), uid(watched, "other")))
        .isEqualTo(before);
  }

  private static String uid(Place place, String name) {
    return place.at("configmap/" + name, ".metadata.uid");
  }
}
