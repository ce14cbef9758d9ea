package dev.backstay.testing.crash;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a {@link CrashRun} has found. */
public final class CrashReport {
  private final int planned;
  private final long seed;
  private final List<Killed> killed;

  CrashReport(int planned, long seed, List<Killed> killed) {
    this.planned = planned;
    this.seed = seed;
    this.killed = List.copyOf(killed);
  }

  /** {@code 50 instants, 50 converged, 0 lost, 0 repeated}. */
  public String sentence() {
    return "%d instants, %d converged, %d lost, %d repeated"
        .formatted(
            killed.size(),
            killed.stream().filter(each -> each.verdict().isConverged()).count(),
            killed.stream().mapToInt(each -> each.verdict().lost().size()).sum(),
            killed.stream().mapToInt(each -> each.verdict().repeated().size()).sum());
  }

  /** As {@link #sentence} is if all is well. */
  public String expected() {
    return "%1$d instants, %1$d converged, 0 lost, 0 repeated".formatted(planned);
  }

  /** How many kills came when writes may have been made and the outcome was not on record. */
  public long inTheMiddle() {
    return killed.stream().filter(each -> each.at().progress() == Progress.BEGUN).count();
  }

  /** By scenario, how far the agent had come when it was killed; and all that went wrong. */
  public String details() {
    String scenarios =
        Arrays.stream(Scenario.values()).map(this::line).collect(Collectors.joining("\n"));
    String flaws =
        killed.stream()
            .filter(each -> !each.verdict().isFlawless())
            .map(each -> "\n\n" + each.at() + ": " + each.verdict() + "\n" + each.log())
            .collect(Collectors.joining());
    return scenarios + "\nseed " + seed + flaws;
  }

  private String line(Scenario scenario) {
    List<Killed> own = killed.stream().filter(each -> each.at().scenario() == scenario).toList();
    return "  %-10s  killed before its first write: %d, in the middle: %d, after its outcome: %d"
        .formatted(
            scenario,
            count(own, Progress.NOT_BEGUN),
            count(own, Progress.BEGUN),
            count(own, Progress.CONCLUDED));
  }

  private static long count(List<Killed> own, Progress progress) {
    return own.stream().filter(each -> each.at().progress() == progress).count();
  }
}
