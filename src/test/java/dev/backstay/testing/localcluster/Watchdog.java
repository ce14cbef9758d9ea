package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a control plane whose harness was killed so hard that no shutdown hook ran.
 *
 * <p>A shell waits for the end of its input, a pipe that the harness holds and never writes to: the
 * kernel closes it in every case.
 */
public final class Watchdog implements AutoCloseable {
  private final Process shell;

  private Watchdog(Process shell) {
    this.shell = shell;
  }

  static Watchdog over(DataFolder folder) throws IOException {
    List<String> command = new ArrayList<>(Components.inOwnSession());
    command.addAll(List.of("/bin/sh", "-c", "cat >/dev/null; exec \"$@\"", "watchdog"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes().toString(), Watchdog.class.getName()));
    command.add(folder.root().toString());
    return new Watchdog(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.log("watchdog").toFile())
            .start());
  }

  private static Path classes() {
    try {
      return Path.of(Watchdog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code source is a file", e);
    }
  }

  /** Sends it away, after its charges have been stopped. */
  @Override
  public void close() {
    shell.destroyForcibly();
  }

  /** What the shell runs: stops the processes that the folder names. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new ProcessTable(new DataFolder(Path.of(args[0])).processes()).stopAll();
  }
}
