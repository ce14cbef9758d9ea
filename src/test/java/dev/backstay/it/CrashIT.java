package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.crash.CrashReport;
import dev.backstay.testing.crash.CrashRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More instants with {@code -Dbackstay.crash.instants=500}, others with another seed. */
@ExtendWith(ClusterExtension.class)
final class CrashIT {
  private static final int INSTANTS = Integer.getInteger("backstay.crash.instants", 50);
  private static final long SEED = Long.getLong("backstay.crash.seed", 1);

  @Test
  void p7AKilledAgentConvergesAndItsHistoryIsWhole(TestCluster cluster, @TempDir Path folder) {
    CrashReport report = CrashRun.run(cluster, folder, INSTANTS, SEED);
    System.out.println(report.sentence() + "\n" + report.details());
    assertThat(report.sentence()).as(report.details()).isEqualTo(report.expected());
    assertThat(report.inTheMiddle()).as("kills that can leave something half done").isPositive();
  }
}
