package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started by us.
 *
 * <p>It is known by its start time too: pids are given again, and whoever has ours now is not to be
 * touched.
 */
record StartedProcess(String name, long pid, Instant started) {
  private static final Duration UNTIL_KILLED = Duration.ofSeconds(4);
  private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(2);
  // the kernel tells the start in ticks since a boot time that itself is only good to the second
  private static final Duration SAME_START = Duration.ofSeconds(2);

  static StartedProcess of(String name, ProcessHandle handle) {
    return new StartedProcess(name, handle.pid(), startOf(handle));
  }

  static StartedProcess parse(String line) {
    String[] parts = line.split(" ", -1);
    return new StartedProcess(parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2]));
  }

  String toLine() {
    return name + " " + pid + " " + started;
  }

  boolean isAlive() {
    return handle().isPresent();
  }

  /** Asks it to end, and kills it when it has not done so in time. */
  void stop() throws InterruptedException {
    handle().ifPresent(ProcessHandle::destroy);
    if (!isGoneWithin(UNTIL_KILLED)) {
      handle().ifPresent(ProcessHandle::destroyForcibly);
      isGoneWithin(UNTIL_GIVEN_UP);
    }
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(this::isOurs)
        .filter(handle -> !isZombie());
  }

  // ended, but not yet taken note of by its parent: in a container process 1 may never do that
  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException _) {
      return false; // no /proc, or gone
    }
  }

  private boolean isOurs(ProcessHandle handle) {
    return Duration.between(started, startOf(handle)).abs().compareTo(SAME_START) < 0;
  }

  private static Instant startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  private boolean isGoneWithin(Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }
}
