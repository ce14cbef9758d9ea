package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstay.testing.AuditLog;
import dev.backstay.testing.CapturedLog;
import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestAgent;
import dev.backstay.testing.TestAgent.Env;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.git.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is wrong with pods is told while they are waited for, not only when time is up. */
@ExtendWith(ClusterExtension.class)
final class FailingPodsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestCluster cluster;
  private final String namespace = TestCluster.uniqueName("pods");
  private final TestRepository repository;
  private final Path folder;

  FailingPodsIT(TestCluster cluster, @TempDir Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("git"));
  }

  private String push(String tag, String more) {
    repository.write("production/web.yml", Manifests.deployment("web", tag));
    String one = Manifests.deployment("%s", "1.0.0").replace("replicas: 2", "replicas: 1");
    String init = "spec: { initContainers: [{ name: migrate, image: m }], containers:";
    repository.write("production/api.yml", one.formatted("api", "api", "api", "api"));
    repository.write(
        "production/old.yml",
        one.formatted("old", "old", "old", "old").replace("spec: { containers:", init));
    repository.write(
        "production/far.yml",
        one.formatted("far", "far", "far", "far")
            .replace("spec: { containers:", "spec: { " + more + "containers:"));
    String head = repository.commit(tag);
    repository.push();
    return head;
  }

  /** Says of a pod what a kubelet would; kwok leaves those alone that ran once. */
  private void patchPod(String app, String field, String container, String state, String last) {
    String pod =
        cluster.kubectl("get", "pod", "-n", namespace, "-l", "app=" + app, "-o", "name").strip();
    String patch =
        """
        {"status": {"phase": "Running", "conditions": [
            {"type": "Ready", "status": "False", "reason": "ContainersNotReady"},
            {"type": "ContainersReady", "status": "False", "reason": "ContainersNotReady"}],
          "%s": [{"name": "%s", "image": "any", "imageID": "", "ready": false, "restartCount": 4,
            "state": %s, "lastState": %s}]}}
        """
            .formatted(field, container, state, last);
    cluster.kubectl("patch", pod, "-n", namespace, "--subresource=status", "-p", patch);
  }

  @Test
  void failingPodsAreNamedWhileTheyAreWaitedForAndFollowedNoLonger() {
    try (TestAgent agent =
            TestAgent.start(
                cluster,
                folder.resolve("agent"),
                repository.url(),
                new Env("production", "production", namespace, ""));
        CapturedLog log = CapturedLog.listen()) {
      long mark = cluster.auditLog().map(AuditLog::mark).orElse(0L);
      agent.awaitSynced("production", push("1.0.0", ""));
      String bad = push("broken", "nodeSelector: { zone: nowhere }, ");
      agent.awaitState("production", bad, "rolling-out");
      String crash = "{\"terminated\": {\"exitCode\": 137, \"reason\": \"OOMKilled\"}}";
      String loop = "{\"waiting\": {\"reason\": \"CrashLoopBackOff\", \"message\": \"back-off\"}}";
      patchPod("api", "containerStatuses", "main", loop, crash);
      patchPod("old", "initContainerStatuses", "migrate", crash, "{}");

      List<String> words =
          List.of(
              "1 of 1 pod: ImagePullBackOff: Back-off pulling image",
              "(container main of pod web-",
              "1 of 1 pod: CrashLoopBackOff: OOMKilled, exit code 137 (container main of pod api-",
              "1 of 1 pod: OOMKilled: exit code 137 (init container migrate of pod old-",
              "1 of 1 pod: Unschedulable: 0/1 nodes are available");
      JsonNode status = awaitWords(agent, bad, words);
      assertThat(status.path("health").path("failing").asInt()).isEqualTo(4);
      await()
          .untilAsserted(
              () -> assertThat(log.text()).contains("rolling out deployment.apps/web failing: "));

      cluster.kubectl("delete", "pod", "-n", namespace, "-l", "app in (api, old)");
      agent.awaitSynced("production", push("1.0.1", ""));
      assertWatchesOfPodsEnded(mark);
    }
  }

  private JsonNode awaitWords(TestAgent agent, String head, List<String> words) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> agent.status("production"),
            status ->
                (status.path("seen").path("revision").asString("")
                            + " "
                            + status.path("state").asString(""))
                        .equals(head + " rolling-out")
                    && words.stream().allMatch(status.path("errors").toString()::contains));
  }

  private void assertWatchesOfPodsEnded(long mark) {
    cluster
        .auditLog()
        .ifPresent(
            log -> {
              List<String> begun = watchesOfPods(log, mark, "ResponseStarted");
              assertThat(begun).isNotEmpty().allMatch(uri -> uri.contains("labelSelector=app"));
              await()
                  .untilAsserted(
                      () ->
                          assertThat(watchesOfPods(log, mark, "ResponseComplete"))
                              .containsExactlyInAnyOrderElementsOf(begun));
            });
  }

  private List<String> watchesOfPods(AuditLog log, long mark, String stage) {
    return log.eventsSince(mark)
        .filter(event -> event.path("userAgent").asString("").contains(namespace))
        .filter(event -> event.path("verb").asString("").equals("watch"))
        .filter(event -> event.path("objectRef").path("resource").asString("").equals("pods"))
        .filter(event -> event.path("stage").asString("").equals(stage))
        .map(event -> event.path("requestURI").asString(""))
        .toList();
  }
}
