package dev.backstay.cli.show;

import static dev.backstay.cli.show.Samples.NOW;
import static dev.backstay.cli.show.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryTableTest {
  private static final Entry ROLLBACK =
      entry(
          """
          {"number": 3, "change": {"kind": "rollback", "to": "3f2a1c9aaa"}, "outcome": "synced",
           "revision": "9ab3f10bbb", "subject": "Revert \\"frontend 1.1.0\\"", "author": "Ada",
           "finished": "2026-05-04T11:59:48Z", "commits": ["9ab3f10 Revert", "7777777 More"],
           "phases": {"seen": 0.4, "applied": 0.7}, "counts": {"total": 7, "configured": 1}}
          """);
  private static final Entry MISTAKE =
      entry(
          """
          {"number": 2, "change": {"kind": "deploy", "to": ""}, "outcome": "synced",
           "revision": "7c1e0d2ccc", "subject": "frontend 1.1.0", "author": "Ada",
           "finished": "2026-05-04T11:00:00Z", "phases": {}, "counts": {},
           "failed": "rolled back by #3"}
          """);
  private static final Entry DRIFT =
      entry(
          """
          {"number": 1, "change": {"kind": "drift correction", "to": ""}, "outcome": "corrected",
           "author": "kubectl-scale", "started": "2026-05-04T09:00:00Z",
           "finished": "2026-05-04T09:00:00.300Z"}
          """);

  private static List<String> lines(boolean ofAll, boolean wide) {
    return HistoryTable.of(List.of(ROLLBACK, MISTAKE, DRIFT), NOW, ofAll, wide)
        .lines(Integer.MAX_VALUE, false);
  }

  @Test
  void tellsEachEntryInOneLine() {
    assertThat(lines(false, false))
        .containsExactly(
            "#   KIND               REVISION   TO        SUBJECT                   AUTHOR         "
                + " AGE   TOOK   CHANGES        OUTCOME",
            "3   rollback           9ab3f10    3f2a1c9   Revert \"frontend 1.1.0\"   Ada            "
                + " 12s   1.1s   1 configured   synced",
            "2   deploy             7c1e0d2    -         frontend 1.1.0            Ada            "
                + " 60m   0.0s   -              synced, rolled back by #3",
            "1   drift correction   -          -         -                         kubectl-scale  "
                + " 2h    0.3s   -              corrected");
  }

  @Test
  void saysMoreWhereThereIsRoom() {
    assertThat(lines(false, true).get(0)).endsWith("   PHASES                  COMMITS");
    assertThat(lines(false, true).get(1)).endsWith("   seen 0.4  applied 0.7   9ab3f10,7777777");
    assertThat(lines(true, false).get(1)).startsWith("production    3   rollback");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0 deployments, 0 rollbacks",
        "d | 1 deployment, 0 rollbacks",
        "dd | 2 deployments, 0 rollbacks",
        "rmd | 3 deployments, 1 rollback, change fail rate 50 %",
        "frmddd | 6 deployments, 1 rollback, change fail rate 20 %",
        "rxmd | 3 deployments, 1 rollback, change fail rate 50 %",
        "prmm | 4 deployments, 2 rollbacks, change fail rate 100 %",
        "rc | 1 deployment, 1 rollback"
      })
  void sumsUpHowOftenAChangeWasAMistake(String entries, String expected) {
    List<Entry> all = new ArrayList<>();
    entries.chars().forEach(kind -> all.add(entry(json((char) kind))));
    assertThat(HistoryTable.summary(all)).isEqualTo(expected);
  }

  private static String json(char kind) {
    String form = "{\"change\": {\"kind\": \"%s\"}, \"outcome\": \"%s\"%s}";
    return switch (kind) {
      case 'r' -> form.formatted("rollback", "synced", "");
      case 'p' -> form.formatted("partial rollback", "synced", "");
      case 'f' -> form.formatted("roll forward", "synced", "");
      case 'x' -> form.formatted("deploy", "refused", "");
      case 'c' -> form.formatted("drift correction", "corrected", "");
      case 'm' -> form.formatted("deploy", "degraded", ", \"rolledBackBy\": 9");
      default -> form.formatted("deploy", "synced", "");
    };
  }
}
