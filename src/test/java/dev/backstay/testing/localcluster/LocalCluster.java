package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code bin/local-cluster}: a control plane that goes on after the command has ended. */
public final class LocalCluster {
  private static final String USAGE =
      """
      usage: bin/local-cluster up|down|status|kubeconfig|build [--dir DIR] [--kubernetes MINOR]

        up          start a Kubernetes control plane in the background (nothing to do if it is up)
        down        stop it and remove its data
        status      say which of its processes run; exit code 1 unless all do
        kubeconfig  print the path of its kubeconfig
        build       build its programs, without starting them

        --dir DIR           keep its data in DIR instead of the user's cache folder
        --kubernetes MINOR  (up) behave like an older minor, such as 1.34
      """;
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  private final DataFolder folder;
  private final ControlPlane.Options options;

  private LocalCluster(DataFolder folder, ControlPlane.Options options) {
    this.folder = folder;
    this.options = options;
  }

  /** Runs one command. */
  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = run(List.of(args));
    } catch (LocalClusterException e) {
      System.err.println(e.getMessage());
      exitCode = FAILED;
    } catch (IOException e) {
      System.err.println("Tried to run local-cluster but failed because " + e);
      exitCode = FAILED;
    } catch (InterruptedException _) {
      exitCode = FAILED;
    }
    System.exit(exitCode);
  }

  private static int run(List<String> args) throws IOException, InterruptedException {
    Path dir = Project.cache().resolve("up");
    Optional<String> emulatedVersion = Optional.empty();
    for (int i = 1; i < args.size(); i += 2) {
      if (i + 1 == args.size()) {
        return badUsage();
      }
      switch (args.get(i)) {
        case "--dir" -> dir = Path.of(args.get(i + 1));
        case "--kubernetes" -> emulatedVersion = Optional.of(args.get(i + 1));
        default -> {
          return badUsage();
        }
      }
    }
    LocalCluster cluster =
        new LocalCluster(new DataFolder(dir), new ControlPlane.Options(emulatedVersion));
    return switch (args.isEmpty() ? "" : args.getFirst()) {
      case "up" -> cluster.up();
      case "down" -> cluster.down();
      case "status" -> cluster.status();
      case "kubeconfig" -> cluster.kubeconfig();
      case "build" -> build();
      default -> badUsage();
    };
  }

  private static int badUsage() {
    System.err.print(USAGE);
    return BAD_USAGE;
  }

  private static int build() throws IOException, InterruptedException {
    System.out.println(Binaries.ready().folder());
    return 0;
  }

  private int up() throws IOException, InterruptedException {
    Binaries binaries = Binaries.ready();
    try (ExclusiveLock _ = lock()) {
      if (isUp()) {
        System.out.println("local cluster is already up");
      } else {
        long start = System.nanoTime();
        ControlPlane.startDetachable(folder.root(), options).detach();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "local cluster is up (%.1f s)%n", seconds);
      }
    }
    System.out.println("  export KUBECONFIG=" + folder.kubeconfig());
    System.out.println("  alias kubectl=" + binaries.kubectl());
    System.out.println("  bin/local-cluster down   stops it");
    return 0;
  }

  private int down() throws IOException, InterruptedException {
    try (ExclusiveLock _ = lock()) {
      boolean wasUp = isUp();
      new ProcessTable(folder.processes()).stopAll();
      folder.delete();
      System.out.println(wasUp ? "local cluster is down" : "local cluster was not up");
      return 0;
    }
  }

  private int status() throws IOException {
    List<StartedProcess> processes = new ProcessTable(folder.processes()).all();
    for (StartedProcess process : processes) {
      System.out.printf(
          "  %-24s %-7s pid %d%n",
          process.name(), process.isAlive() ? "running" : "ended", process.pid());
    }
    System.out.println(isUp() ? "local cluster is up" : "local cluster is not up");
    return isUp() ? 0 : FAILED;
  }

  private int kubeconfig() throws IOException {
    if (!isUp()) {
      System.err.println("local cluster is not up: start it with bin/local-cluster up");
      return FAILED;
    }
    System.out.println(folder.kubeconfig());
    return 0;
  }

  /** All processes run: it has been started wholly, and nothing has ended since. */
  private boolean isUp() throws IOException {
    List<StartedProcess> processes = new ProcessTable(folder.processes()).all();
    return processes.size() == Tool.values().length - 1 // kubectl is none
        && processes.stream().allMatch(StartedProcess::isAlive);
  }

  private static ExclusiveLock lock() throws IOException {
    return ExclusiveLock.acquire(
        Project.cache().resolve("commands.lock"), "another local-cluster command");
  }
}
