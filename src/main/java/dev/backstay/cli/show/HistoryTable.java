package dev.backstay.cli.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What happened to environments, newest first. */
public final class HistoryTable {
  private static final List<String> HEADER =
      List.of(
          "#", "KIND", "REVISION", "TO", "SUBJECT", "AUTHOR", "AGE", "TOOK", "CHANGES", "OUTCOME");
  private static final int LONGEST_SUBJECT = 40;

  private HistoryTable() {}

  /**
   * The table.
   *
   * @param ofAll entries of several environments are shown, each with its name
   */
  public static Table of(List<Entry> entries, Instant now, boolean ofAll, boolean wide) {
    List<String> header = new ArrayList<>(ofAll ? List.of("ENVIRONMENT") : List.of());
    header.addAll(HEADER);
    if (wide) {
      header.addAll(List.of("PHASES", "COMMITS"));
    }
    Table table = new Table(header).styled("OUTCOME", Style::of).flexible("SUBJECT");
    for (Entry entry : entries) {
      List<String> cells = new ArrayList<>(ofAll ? List.of(entry.environment()) : List.of());
      cells.addAll(cells(entry, now));
      if (wide) {
        cells.add(Text.orDash(Env.phases(entry.json().path("phases"))));
        cells.add(Text.orDash(commits(entry)));
      }
      table.row(cells);
    }
    return table;
  }

  private static List<String> cells(Entry entry, Instant now) {
    return List.of(
        Integer.toString(entry.number()),
        entry.kind(),
        Text.orDash(entry.revision()),
        Text.orDash(entry.to()),
        Text.orDash(Text.cut(entry.text("subject"), LONGEST_SUBJECT)),
        Text.orDash(entry.text("author")),
        entry.age(now),
        entry.took(),
        Text.orDash(entry.counts()),
        entry.outcome());
  }

  private static String commits(Entry entry) {
    return StreamSupport.stream(entry.json().path("commits").spliterator(), false)
        .map(commit -> commit.asString("").split(" ", 2)[0])
        .collect(Collectors.joining(","));
  }

  /**
   * {@code 12 deployments, 2 rollbacks, change fail rate 20 %}: how many of the deployments that
   * were no rollbacks themselves had to be rolled back.
   */
  public static String summary(List<Entry> entries) {
    List<Entry> deployments = entries.stream().filter(Entry::isDeployment).toList();
    long rollbacks = deployments.stream().filter(Entry::isRollback).count();
    long changes = deployments.size() - rollbacks;
    String counts =
        Text.count(deployments.size(), "deployment") + ", " + Text.count(rollbacks, "rollback");
    if (changes == 0 || entries.stream().noneMatch(Entry::knowsMistakes)) {
      return counts;
    }
    long failed = entries.stream().filter(Entry::wasMistake).count();
    return counts
        + String.format(Locale.ROOT, ", change fail rate %.0f %%", 100.0 * failed / changes);
  }
}
