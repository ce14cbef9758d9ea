package dev.backstay.testing;

import dev.backstay.testing.localcluster.Binaries;
import dev.backstay.testing.localcluster.ControlPlane;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The real Kubernetes that all tests of a run share: a given one, else k3s where Docker works, else
 * the local control plane. The agent under test gets exactly the chart's ServiceAccount and RBAC.
 */
public final class TestCluster implements AutoCloseable {
  /** Where the agent's ServiceAccount lives. */
  public static final String AGENT_NAMESPACE = "backstay-system";

  private static final String GIVEN = "BACKSTAY_TEST_KUBECONFIG";

  /** Set in a process that a test starts: the cluster of that test, ready to be used. */
  private static final String SHARED = "backstay.test.cluster";

  private static final String NAMES_BEGIN = "backstay.test.names";
  private static final String K3S_IMAGE = "rancher/k3s:v1.37.2-k3s1";
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Every test has environments of its own: one agent may look after all that will come. */
  private static final String VALUES =
      """
      config:
        environments: [{ name: any, path: any, namespace: any, unstick: true }]
      environmentAccounts: { enabled: false }
      rbac:
        scope: cluster
        extraRules:
          - apiGroups: [configuration.konghq.com]
            resources: [kongplugins]
            verbs: [get, list, watch, create, patch, delete]
          - apiGroups: [demo.backstay.dev]
            resources: ["*"]
            verbs: [get, list, watch, create, patch, delete]
          - apiGroups: [""]
            resources: [namespaces]
            verbs: [get, list, watch, create, patch]
          - apiGroups: ["", events.k8s.io]
            resources: [events]
            verbs: [get, list, watch, create, patch, delete]
          - apiGroups: [discovery.k8s.io]
            resources: [endpointslices]
            verbs: [get, list, watch, create, patch, delete]
          - apiGroups: [apiextensions.k8s.io]
            resources: [customresourcedefinitions]
            verbs: [get, list, watch, create, patch, delete]
      """;

  private final Path kubeconfig;
  private final Path agentKubeconfig;
  private final Optional<Path> auditLog;
  private final Runnable owned;
  private final String kubectl;
  private final Optional<Histories> histories;

  private TestCluster(
      Path kubeconfig, Path agentKubeconfig, Optional<Path> auditLog, Runnable owned)
      throws IOException, InterruptedException {
    this.kubeconfig = kubeconfig;
    this.auditLog = auditLog;
    this.owned = owned;
    this.kubectl = Binaries.ready().kubectl().toString();
    this.agentKubeconfig = agentKubeconfig;
    this.histories = auditLog().map(log -> new Histories(this, log));
  }

  private static TestCluster installed(
      Path folder, Path kubeconfig, Optional<Path> auditLog, Runnable owned)
      throws IOException, InterruptedException {
    TestCluster cluster =
        new TestCluster(kubeconfig, folder.resolve("agent.kubeconfig"), auditLog, owned);
    cluster.install(folder);
    return cluster;
  }

  /** Starts, or takes, the first of the three that there is. */
  static TestCluster start(Path folder) {
    try {
      String shared = System.getProperty(SHARED, "");
      if (!shared.isEmpty()) {
        String[] files = shared.split(File.pathSeparator, -1);
        Optional<Path> log = Optional.of(files[2]).filter(f -> !f.isEmpty()).map(Path::of);
        return new TestCluster(Path.of(files[0]), Path.of(files[1]), log, () -> {});
      }
      String given = System.getenv(GIVEN);
      if (given != null && !given.isEmpty()) {
        return installed(folder, Path.of(given), Optional.empty(), () -> {});
      }
      if (DockerClientFactory.instance().isDockerAvailable()) {
        return k3s(folder);
      }
      return localIn(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting the cluster", e);
    }
  }

  /** Starts the local control plane, which ends when this is closed. */
  public static TestCluster local(Path folder) {
    try {
      return localIn(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting the cluster", e);
    }
  }

  private static TestCluster localIn(Path folder) throws IOException, InterruptedException {
    ControlPlane plane = ControlPlane.start(folder.resolve("control-plane"));
    return installed(folder, plane.kubeconfig(), Optional.of(plane.auditLog()), plane::close);
  }

  @SuppressWarnings("resource") // closed with the cluster
  private static TestCluster k3s(Path folder) throws IOException, InterruptedException {
    K3sContainer container = new K3sContainer(DockerImageName.parse(K3S_IMAGE));
    container.start();
    Path file = folder.resolve("k3s.kubeconfig");
    Files.writeString(file, container.getKubeConfigYaml());
    return installed(folder, file, Optional.empty(), container::stop);
  }

  private void install(Path folder) throws IOException {
    kubectl("apply", "-f", "src/local-cluster/kongplugin-crd.yaml");
    InstalledChart installed = InstalledChart.install(this, folder, AGENT_NAMESPACE, VALUES);
    Files.copy(installed.kubeconfig(), agentKubeconfig);
  }

  /** A kubeconfig of a cluster admin. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Where the real kubectl is. */
  public String kubectlPath() {
    return kubectl;
  }

  /** A kubeconfig with the token of the chart's ServiceAccount. */
  public Path agentKubeconfig() {
    return agentKubeconfig;
  }

  /** A token of the same ServiceAccount that ends with a Secret in its namespace. */
  public String agentTokenBoundTo(String secret) {
    return kubectl(
            "create",
            "token",
            Chart.RELEASE,
            "-n",
            AGENT_NAMESPACE,
            "--bound-object-kind=Secret",
            "--bound-object-name=" + secret)
        .strip();
  }

  /** What the API server writes of each request; empty where it is not ours to read. */
  public Optional<AuditLog> auditLog() {
    String user = "system:serviceaccount:" + AGENT_NAMESPACE + ":" + Chart.RELEASE;
    return auditLog.map(file -> new AuditLog(file, user));
  }

  /** What is judged at the end of a test; empty where there is no log to judge by. */
  public Optional<Histories> histories() {
    return histories;
  }

  /**
   * What lets a test in another process use this cluster: arguments for its JVM.
   *
   * @param names how its unique names begin, so that they are not ours
   */
  public List<String> asProperties(String names) {
    String log = auditLog.map(Path::toString).orElse("");
    return List.of(
        "-D"
            + SHARED
            + "="
            + String.join(
                File.pathSeparator, kubeconfig.toString(), agentKubeconfig.toString(), log),
        "-D" + NAMES_BEGIN + "=" + names);
  }

  /** A name that no other test uses. */
  public static String uniqueName(String prefix) {
    return System.getProperty(NAMES_BEGIN, "") + prefix + "-" + NAMES.incrementAndGet();
  }

  /** Runs the real kubectl as cluster admin; fails if it fails. */
  public String kubectl(String... arguments) {
    return kubectlWith(kubeconfig, arguments);
  }

  /** The real kubectl by another kubeconfig. */
  String kubectlWith(Path config, String... arguments) {
    List<String> command = new ArrayList<>(List.of(kubectl));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", config.toString());
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("kubectl " + List.of(arguments) + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One value of an object by a JSONPath; empty if there is none. */
  public String jsonPath(String namespace, String object, String path) {
    return kubectl(
        "get", object, "-n", namespace, "--ignore-not-found", "-o", "jsonpath={" + path + "}");
  }

  public boolean exists(String namespace, String object) {
    return !kubectl("get", object, "-n", namespace, "--ignore-not-found", "-o", "name").isBlank();
  }

  @Override
  public void close() {
    owned.run();
  }
}
