package dev.backstay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.git.Commit;
import dev.backstay.git.Revision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PruneOrdersTest {
  private static PruneOrders of(String... trailers) {
    List<Commit> commits =
        Stream.of(trailers)
            .map(
                trailer ->
                    new Commit(
                        new Revision("a".repeat(40)), "S", "Ann", Samples.NOON, "S\n\n" + trailer))
            .toList();
    return PruneOrders.of(commits, new RunLog("production", 1, "aaaaaaa"));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "007,7", "100000,100000"})
  void takesANumber(String value, int allowed) {
    assertThat(of("Backstay-Allow-Prune: " + value)).isEqualTo(new PruneOrders(allowed, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "all", "-1", "100001", "1e3", "12 objects", "9999999999", "50%", "１２"})
  void takesNothingElse(String value) {
    assertThat(of("Backstay-Allow-Prune: " + value)).isEqualTo(PruneOrders.NONE);
  }

  @Test
  void theLargestNumberOfAllCommitsCounts() {
    assertThat(of("Backstay-Allow-Prune: 3", "Backstay-Allow-Prune: 9", "Fixes: 12"))
        .isEqualTo(new PruneOrders(9, false));
  }

  @Test
  void deletesCanBeAskedToGoFirst() {
    assertThat(of("Backstay-Prune: first\nBackstay-Allow-Prune: 3"))
        .isEqualTo(new PruneOrders(3, true));
    assertThat(of("Backstay-Prune: last")).isEqualTo(PruneOrders.NONE);
  }
}
