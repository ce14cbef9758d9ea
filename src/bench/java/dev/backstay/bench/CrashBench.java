package dev.backstay.bench;

import dev.backstay.testing.TestCluster;
import dev.backstay.testing.crash.CrashReport;
import dev.backstay.testing.crash.CrashRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kills the agent at many random instants of its work and tells how often it recovered. */
final class CrashBench {
  private static final int INSTANTS = 500;

  private CrashBench() {}

  /** Takes the number of instants and their seed, both of which may be left out. */
  public static void main(String[] args) throws IOException {
    int instants = args.length > 0 ? Integer.parseInt(args[0]) : INSTANTS;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    Path folder = Files.createTempDirectory("backstay-crash");
    CrashReport report;
    try (TestCluster cluster = TestCluster.local(folder)) {
      report = CrashRun.run(cluster, folder, instants, seed);
    }
    System.out.println(report.details());
    System.out.println(report.sentence());
    System.exit(report.sentence().equals(report.expected()) ? 0 : 1);
  }
}
