package dev.backstay.http.page;

import dev.backstay.sync.Commits;
import dev.backstay.sync.HistoryEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What happened to an environment, drawn from left to right: the newest at the right. Equal steps,
 * since what happened counts and not how long nothing did.
 *
 * @param points oldest first
 */
public record Timeline(List<Point> points) {
  private static final int MOST = 40;
  private static final int STEP = 28;
  private static final int MARGIN = 16;

  public Timeline {
    points = List.copyOf(points);
  }

  /**
   * One entry of the history.
   *
   * @param x where it is drawn
   * @param symbol which shape it has
   * @param outcome its class
   * @param label what it was, in words
   */
  public record Point(int number, int x, String symbol, String outcome, String label) {}

  static Timeline of(List<HistoryEntry> newestFirst) {
    List<HistoryEntry> shown =
        newestFirst.subList(0, Math.min(newestFirst.size(), MOST)).reversed();
    return new Timeline(
        java.util.stream.IntStream.range(0, shown.size())
            .mapToObj(i -> point(shown.get(i), MARGIN + i * STEP))
            .toList());
  }

  private static Point point(HistoryEntry entry, int x) {
    return new Point(entry.number(), x, Marks.of(entry), entry.outcome(), label(entry));
  }

  /**
   * {@code #12 rollback to 3f2a1c9: Revert "frontend 1.1.0", synced at 2026-05-04 12:00:00 UTC}.
   */
  private static String label(HistoryEntry entry) {
    String what = entry.isSync() ? Commits.shortId(entry.revision()) + " " + entry.subject() : "";
    return "#%d %s: %s %s, %s%s"
        .formatted(
            entry.number(),
            entry.change().words(),
            what.isBlank() ? "by " + entry.author() + "," : what + ",",
            entry.outcome(),
            utc(entry.finished()),
            entry.isFailed() ? ", rolled back by #" + entry.rolledBackBy() : "");
  }

  static String utc(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC");
  }

  public boolean isEmpty() {
    return points.isEmpty();
  }

  public int width() {
    return points.isEmpty() ? 0 : points.getLast().x() + MARGIN;
  }

  public int from() {
    return points.isEmpty() ? 0 : points.getFirst().x();
  }

  public int to() {
    return points.isEmpty() ? 0 : points.getLast().x();
  }
}
