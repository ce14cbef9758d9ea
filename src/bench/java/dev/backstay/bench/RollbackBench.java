package dev.backstay.bench;

import dev.backstay.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reverts bad rollouts while they are waited for, and tells how soon that takes effect. */
final class RollbackBench {
  private static final int ROUNDS = 10;
  private static final Duration TARGET = Duration.ofSeconds(1);
  private static final Path RESULTS = Path.of("target", "bench");

  private RollbackBench() {}

  /** Takes the number of rounds, which may be left out. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    Path folder = Files.createTempDirectory("backstay-rollback");
    RollbackTimes times = new RollbackTimes();
    try (TestCluster cluster = TestCluster.local(folder);
        RollbackRun run = RollbackRun.start(cluster, folder)) {
      run.round(0); // a program that has just started is slower
      for (int i = 1; i <= rounds; i++) {
        times.add(run.round(i));
      }
    }
    Files.createDirectories(RESULTS);
    Files.writeString(RESULTS.resolve("rollback.json"), times.json());
    Files.writeString(RESULTS.resolve("rollback.md"), times.markdown());
    System.out.print(times.markdown());
    System.exit(times.toFirstApply().compareTo(TARGET) < 0 ? 0 : 1);
  }
}
