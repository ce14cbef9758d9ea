package dev.backstay.testing.localcluster;

import dev.backstay.testing.localcluster.Credentials.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * A real Kubernetes API server with its controllers, scheduler and a node that plays pods.
 *
 * <p>Each has ports, data and users of its own, so that any number run side by side. They end with
 * {@link #close()}, and in any case with this JVM. Errors are {@link LocalClusterException}s.
 */
public final class ControlPlane implements AutoCloseable {
  private static final int TRIES = 3;

  private final Binaries binaries;
  private final DataFolder folder;
  private final Components components;
  private final Thread hook;
  private Optional<Watchdog> watchdog = Optional.empty();

  /**
   * What may differ from the default.
   *
   * @param emulatedVersion the Kubernetes minor to behave like, such as {@code 1.34}
   */
  public record Options(Optional<String> emulatedVersion) {
    /** The version that was built, unchanged. */
    public static final Options DEFAULT = new Options(Optional.empty());
  }

  private ControlPlane(Binaries binaries, DataFolder folder) {
    this.binaries = binaries;
    this.folder = folder;
    this.components = new Components(binaries, folder);
    this.hook = new Thread(this::stopComponents, "stop-local-cluster");
  }

  /** Starts one whose files are in the folder; what an earlier one left there goes first. */
  public static ControlPlane start(Path dir) {
    return start(dir, Options.DEFAULT);
  }

  /** Starts one that differs from the default. */
  public static ControlPlane start(Path dir, Options options) {
    ControlPlane started = startDetachable(dir, options);
    try {
      started.watchdog = Optional.of(Watchdog.over(started.folder));
      return started;
    } catch (IOException e) {
      started.close();
      throw new LocalClusterException("Tried to start the watchdog but failed because " + e, e);
    }
  }

  /** Starts one that ends with this JVM only until {@link #detach()}. */
  static ControlPlane startDetachable(Path dir, Options options) {
    try {
      Binaries binaries = Binaries.ready();
      for (int i = 1; ; i++) {
        try {
          return startOnce(binaries, new DataFolder(dir), options);
        } catch (LocalClusterException e) {
          // between our look at a port and its use, somebody else may have taken it
          if (i == TRIES || !String.valueOf(e.getMessage()).contains("address already in use")) {
            throw e;
          }
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new LocalClusterException(
          "Tried to start a control plane in " + dir + " but failed because " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("Tried to start a control plane but was interrupted", e);
    }
  }

  private static ControlPlane startOnce(Binaries binaries, DataFolder folder, Options options)
      throws IOException, InterruptedException, GeneralSecurityException {
    new ProcessTable(folder.processes()).stopAll();
    folder.create();
    ControlPlane controlPlane = new ControlPlane(binaries, folder);
    Runtime.getRuntime().addShutdownHook(controlPlane.hook);
    boolean ready = false;
    try {
      controlPlane.startComponents(options);
      ready = true;
      return controlPlane;
    } finally {
      if (!ready) {
        controlPlane.close();
      }
    }
  }

  private void startComponents(Options options)
      throws IOException, InterruptedException, GeneralSecurityException {
    Credentials credentials = new Credentials(folder);
    credentials.write();
    CommandLines commands =
        new CommandLines(
            folder, credentials, options.emulatedVersion(), Ports.free(), Ports.free());
    components.start(Tool.ETCD, commands.etcd());
    components.start(Tool.KUBE_APISERVER, commands.apiServer());
    components.await("the API server's certificate", () -> isWhole(credentials));
    credentials.writeKubeconfigs(commands.server());
    try (KubeApi api =
        new KubeApi(commands.server(), credentials.token(User.ADMIN), credentials.authority())) {
      components.await("the API server to listen", () -> api.answers("/livez"));
      // these two retry on their own; the controllers look at /healthz, and only once a second
      components.start(Tool.KUBE_SCHEDULER, commands.scheduler());
      components.start(Tool.KWOK, commands.kwok(Project.sources().resolve("stages.yaml")));
      components.await("the API server to be ready", () -> api.get("/readyz").isPresent());
      components.start(Tool.KUBE_CONTROLLER_MANAGER, commands.controllerManager());
      new FirstObjects(api, components).await();
    }
  }

  private static boolean isWhole(Credentials credentials) throws IOException {
    Path certificate = credentials.servingCertificate();
    return Files.exists(certificate)
        && Files.readString(certificate).endsWith("-----END CERTIFICATE-----\n");
  }

  /** For the admin of the cluster: for the harness alone, as admins pass all checks. */
  public Path kubeconfig() {
    return folder.kubeconfig();
  }

  /**
   * One JSON line ({@code audit.k8s.io/v1 Event}, level Metadata) per answered request of anyone
   * but the control plane itself. A watch has two: stage ResponseStarted, and ResponseComplete at
   * its end.
   */
  public Path auditLog() {
    return folder.auditLog();
  }

  /** The kubectl of the cluster's own version. */
  public Path kubectl() {
    return binaries.kubectl();
  }

  /** Lets it run on after this JVM. */
  void detach() {
    Shutdown.forget(hook);
  }

  /** Stops all its processes; its files stay. */
  @Override
  public void close() {
    stopComponents();
    Shutdown.forget(hook);
  }

  private void stopComponents() {
    try {
      components.stop();
      watchdog.ifPresent(Watchdog::close);
    } catch (IOException e) {
      throw new LocalClusterException("Tried to stop a control plane but failed because " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
