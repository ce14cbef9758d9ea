package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The running processes of one control plane. */
final class Components {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Binaries binaries;
  private final DataFolder folder;
  private final ProcessTable table;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private boolean stopped;

  Components(Binaries binaries, DataFolder folder) {
    this.binaries = binaries;
    this.folder = folder;
    this.table = new ProcessTable(folder.processes());
  }

  synchronized void start(Tool tool, List<String> arguments) throws IOException {
    failIfStopped("start " + tool.fileName());
    List<String> command = new ArrayList<>(inOwnSession());
    command.add(binaries.path(tool).toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.log(tool.fileName()).toFile())
            .start();
    processes.put(tool.fileName(), process);
    table.add(StartedProcess.of(tool.fileName(), process.toHandle()));
  }

  /** Keeps the terminal's Ctrl-C away from a process: who started it stops it, in order. */
  static List<String> inOwnSession() {
    return Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();
  }

  /** Waits until it holds; a process that ends meanwhile is an error that shows its log. */
  void await(String what, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!condition.holds()) {
      failIfOneEnded(what);
      if (System.nanoTime() > end) {
        throw new LocalClusterException(
            "Tried to wait for %s but it did not come within %d s; the logs are in %s"
                .formatted(what, START_TIMEOUT.toSeconds(), folder.root()));
      }
      Thread.sleep(20);
    }
  }

  private void failIfStopped(String what) {
    if (stopped) {
      throw new LocalClusterException(
          "Tried to " + what + " but the control plane has been stopped");
    }
  }

  private synchronized void failIfOneEnded(String what) {
    failIfStopped("wait for " + what);
    for (Map.Entry<String, Process> entry : processes.entrySet()) {
      if (!entry.getValue().isAlive()) {
        Path log = folder.log(entry.getKey());
        throw new LocalClusterException(
            "Tried to wait for %s but %s ended with %d. The end of %s:%n%s"
                .formatted(
                    what, entry.getKey(), entry.getValue().exitValue(), log, LogTail.of(log)));
      }
    }
  }

  synchronized void stop() throws IOException, InterruptedException {
    stopped = true;
    table.stopAll();
  }

  /** Something that becomes true in another process. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }
}
