package dev.backstay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pods of a workload say of it. */
final class WorkloadTest {
  private static final String CRASH = "{terminated: {exitCode: 1, reason: Error}}";
  private static final Workload WEB =
      workload(
          "Deployment.apps",
          """
          {metadata: {name: web, namespace: shop, uid: u},
           spec: {selector: {matchLabels: {app: web}}},
           status: {conditions: [
             {type: Progressing, message: 'ReplicaSet "web-new" is progressing.'}]}}
          """);

  private static Workload workload(String groupKind, String yaml) {
    return Workload.of(groupKind, Yaml.read(yaml)).orElseThrow();
  }

  private static PodReport pod(String name, String owner, String rest) {
    return PodReport.of(
        Yaml.read(
            """
            {metadata: {name: %s, uid: uid-%s, labels: {controller-revision-hash: %s},
               ownerReferences: [{kind: Other, name: no}, {controller: true, %s}]},
             %s}
            """
                .formatted(
                    name,
                    name,
                    owner.endsWith("db-old") ? "db-old" : "db-new",
                    kind(owner),
                    rest)));
  }

  private static String kind(String owner) {
    return owner.startsWith("web")
        ? "kind: ReplicaSet, name: " + owner + ", uid: rs"
        : "kind: StatefulSet, name: db, uid: db";
  }

  private static String waiting(String reason) {
    return container("waiting: {reason: %s, message: \"it says why\"}".formatted(reason), "{}");
  }

  private static String container(String state, String last) {
    return "status: {phase: Running, containerStatuses: [{name: side, ready: true, state: {running:"
        + " {}}}, {name: main, ready: false, state: {%s}, lastState: %s}]}".formatted(state, last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ImagePullBackOff | ImagePullBackOff: it says why",
        "ErrImagePull | ErrImagePull: it says why",
        "InvalidImageName | InvalidImageName: it says why",
        "CreateContainerConfigError | CreateContainerConfigError: it says why",
        "RunContainerError | RunContainerError: it says why",
      })
  void saysWhyAContainerDoesNotStart(String reason, String words) {
    assertThat(WEB.trouble(List.of(pod("web-new-1", "web-new", waiting(reason)))))
        .contains("1 of 1 pod: " + words + " (container main of pod web-new-1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "waiting: {reason: CrashLoopBackOff, message: secret} | {terminated: {exitCode: 1, reason: Error, message: secret}} | CrashLoopBackOff: Error, exit code 1",
        "waiting: {reason: CrashLoopBackOff} | {terminated: {exitCode: 137, reason: OOMKilled}} | CrashLoopBackOff: OOMKilled, exit code 137",
        "waiting: {reason: CrashLoopBackOff} | {terminated: {exitCode: 3}} | CrashLoopBackOff: Error, exit code 3",
        "waiting: {reason: CrashLoopBackOff} | {} | CrashLoopBackOff",
        "terminated: {exitCode: 137, reason: OOMKilled} | {} | OOMKilled: exit code 137",
        "running: {} | {terminated: {exitCode: 137, reason: OOMKilled}} | OOMKilled: exit code 137",
      })
  void saysHowAContainerEnded(String state, String last, String words) {
    assertThat(WEB.trouble(List.of(pod("web-new-1", "web-new", container(state, last)))))
        .contains("1 of 1 pod: " + words + " (container main of pod web-new-1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "waiting: {reason: ContainerCreating} | {}",
        "waiting: {reason: PodInitializing} | {}",
        "running: {} | {}",
        "running: {} | {terminated: {exitCode: 0, reason: Completed}}",
        "terminated: {exitCode: 0, reason: Completed} | {}",
      })
  void saysNothingOfWhatBelongsToEveryStart(String state, String last) {
    assertThat(WEB.trouble(List.of(pod("web-new-1", "web-new", container(state, last))))).isEmpty();
  }

  @Test
  void saysNothingOfAContainerThatRecovered() {
    String status =
        "status: {containerStatuses: [{name: main, ready: true, state: {running: {}}, lastState: %s}]}"
            .formatted(CRASH);
    assertThat(WEB.trouble(List.of(pod("web-new-1", "web-new", status)))).isEmpty();
  }

  @Test
  void looksAtInitContainersFirst() {
    String status =
        """
        status: {initContainerStatuses: [{name: migrate, state: %s}],
          containerStatuses: [{name: main, state: {waiting: {reason: PodInitializing}}}]}
        """
            .formatted(CRASH);
    assertThat(WEB.trouble(List.of(pod("web-new-1", "web-new", status))))
        .contains("1 of 1 pod: Error: exit code 1 (init container migrate of pod web-new-1)");
  }

  @Test
  void saysWhyAPodIsOnNoNode() {
    String status =
        """
        status: {phase: Pending, conditions: [
          {type: PodScheduled, status: "False", reason: %s, message: "0/3 nodes\\n are  free"}]}
        """;
    assertThat(WEB.trouble(List.of(pod("web-new-1", "web-new", status.formatted("Unschedulable")))))
        .contains("1 of 1 pod: Unschedulable: 0/3 nodes are free (pod web-new-1)");
    assertThat(
            WEB.trouble(List.of(pod("web-new-1", "web-new", status.formatted("SchedulingGated")))))
        .isEmpty();
  }

  @Test
  void tellsOnceWhatManyPodsHave() {
    List<PodReport> pods =
        List.of(
            pod("web-new-3", "web-new", waiting("ImagePullBackOff")),
            pod("web-new-1", "web-new", waiting("ImagePullBackOff")),
            pod("web-new-2", "web-new", container("waiting: {reason: CrashLoopBackOff}", CRASH)),
            pod("web-new-4", "web-new", "status: {phase: Running}"));
    assertThat(WEB.trouble(pods))
        .contains(
            "2 of 4 pods: ImagePullBackOff: it says why (container main of pod web-new-1 and 1"
                + " more); 1 of 4 pods: CrashLoopBackOff: Error, exit code 1 (container main of pod"
                + " web-new-2)");
  }

  @Test
  void leavesOutPodsOfOlderTemplatesOfOthersAndThoseThatGo() {
    String leaving =
        "{metadata: {name: web-new-2, deletionTimestamp: now, ownerReferences: [{controller: true,"
            + " kind: ReplicaSet, name: web-new}]}, "
            + waiting("ErrImagePull")
            + "}";
    List<PodReport> pods =
        List.of(
            pod("web-old-1", "web-old", waiting("ImagePullBackOff")),
            pod("website-1", "website", waiting("ImagePullBackOff")),
            pod("db-0", "db", waiting("ImagePullBackOff")),
            PodReport.of(Yaml.read("{metadata: {name: by-hand}, " + waiting("ErrImagePull") + "}")),
            PodReport.of(Yaml.read(leaving)),
            pod("web-new-1", "web-new", "status: {phase: Failed, reason: Evicted}"));
    assertThat(WEB.trouble(pods)).isEmpty();
    assertThat(WEB.stuck(pods)).isEmpty();
  }

  @Test
  void looksAtAllItsPodsWhereTheNewestTemplateIsNotKnown() {
    Workload quiet =
        workload(
            "Deployment.apps",
            "{metadata: {name: web, uid: u}, spec: {selector: {matchLabels: {app: web}}}}");
    assertThat(quiet.trouble(List.of(pod("web-old-1", "web-old", waiting("ErrImagePull")))))
        .isPresent();
  }

  @Test
  void asksForItsOwnPodsOnly() {
    String selector =
        """
        {metadata: {name: web}, spec: {selector: {matchLabels: {app: web, tier: front},
          matchExpressions: [{key: a, operator: In, values: [x, y]},
            {key: b, operator: NotIn, values: [z]}, {key: c, operator: Exists},
            {key: d, operator: DoesNotExist}]}}}
        """;
    assertThat(workload("ReplicaSet.apps", selector).selector())
        .isEqualTo("app=web,tier=front,a in (x,y),b notin (z),c,!d");
    assertThat(Workload.of("Deployment.apps", Yaml.read("{metadata: {name: web}}"))).isEmpty();
    assertThat(Workload.of("ConfigMap", Yaml.read(selector))).isEmpty();
  }

  @Test
  void knowsTheNewestPodsOfADaemonSet() {
    Workload node =
        workload(
            "DaemonSet.apps",
            """
            {metadata: {name: node, uid: ds,
               annotations: {deprecated.daemonset.template.generation: "2"}},
             spec: {selector: {matchLabels: {app: node}}}}
            """);
    List<PodReport> pods =
        Stream.of("1", "2")
            .map(
                generation ->
                    PodReport.of(
                        Yaml.read(
                            """
                            {metadata: {name: node-%1$s, labels: {pod-template-generation: "%1$s"},
                               ownerReferences: [{controller: true, kind: DaemonSet, uid: ds}]},
                             %2$s}
                            """
                                .formatted(generation, waiting("ErrImagePull")))))
            .toList();
    assertThat(node.trouble(pods))
        .contains("1 of 1 pod: ErrImagePull: it says why (container main of pod node-2)");
  }

  private static Workload database(String more) {
    return workload(
        "StatefulSet.apps",
        """
        {metadata: {name: db, namespace: shop, uid: db},
         spec: {selector: {matchLabels: {app: db}}, %s replicas: 3},
         status: {updateRevision: db-new}}
        """
            .formatted(more));
  }

  private static final List<PodReport> STUCK =
      List.of(
          pod("db-0", "db", "status: {conditions: [{type: Ready, status: \"True\"}]}"),
          pod("db-2", "db-old", waiting("ImagePullBackOff")),
          pod("db-1", "db-old", waiting("ImagePullBackOff")));

  @Test
  void lesson20_namesThePodOfABadRevisionAndTheCommandThatHelps() {
    Optional<StuckPod> stuck = database("").stuck(STUCK);

    assertThat(stuck.map(s -> s.pod().name())).contains("db-1");
    assertThat(stuck.map(StuckPod::command)).contains("kubectl -n shop delete pod db-1");
    assertThat(stuck.map(StuckPod::sentence))
        .contains(
            "it waits for pod db-1 of revision db-old, which is not ready, ImagePullBackOff: it"
                + " says why; to have it replaced by db-new: kubectl -n shop delete pod db-1");
    assertThat(database("").trouble(STUCK)).as("they are of an older revision").isEmpty();
  }

  @Test
  void lesson20_isNotMistakenForPodsThatAreReplacedOrKeptOnPurpose() {
    assertThat(database("podManagementPolicy: Parallel,").stuck(STUCK)).isEmpty();
    assertThat(database("updateStrategy: {type: OnDelete},").stuck(STUCK)).isEmpty();
    assertThat(database("updateStrategy: {rollingUpdate: {partition: 3}},").stuck(STUCK)).isEmpty();
    assertThat(
            database("updateStrategy: {rollingUpdate: {partition: 2}},")
                .stuck(STUCK)
                .map(s -> s.pod().name()))
        .contains("db-2");
    PodReport newest = pod("db-1", "db", waiting("ImagePullBackOff"));
    assertThat(database("").stuck(List.of(newest))).isEmpty();
    assertThat(database("").trouble(List.of(newest))).isPresent();
  }
}
