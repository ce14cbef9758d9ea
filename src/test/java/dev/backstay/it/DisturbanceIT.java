package dev.backstay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.testing.ClusterExtension;
import dev.backstay.testing.TestCluster;
import dev.backstay.testing.crash.DisturbedReport;
import dev.backstay.testing.crash.DisturbedRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** First syncs, changes, prunes and rollbacks, disturbed at every point where they can be. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DisturbanceIT {
  private DisturbedRun run;

  @BeforeAll
  void prepare(TestCluster cluster, @TempDir Path folder) {
    run = DisturbedRun.prepare(cluster, folder);
  }

  @AfterAll
  void close() {
    run.close();
  }

  @Test
  void p7AnAgentThatIsCutOffBeforeOrAfterAnyWriteConverges() {
    assertFlawless(run.cutAtEveryWrite());
  }

  @Test
  void aStaleAnswerToAnyReadChangesNothing() {
    assertFlawless(run.staleAtEveryRead());
  }

  @Test
  void anyEventOfAWatchMayBeDroppedOrDoubled() {
    assertFlawless(run.dropOrDoubleEveryEvent());
  }

  private static void assertFlawless(DisturbedReport report) {
    System.out.println(report.sentence() + "; " + report.details());
    assertThat(report.sentence()).as(report.details()).isEqualTo(report.expected());
  }
}
