package dev.backstay.testing.crash;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What came of many disturbances. */
public final class DisturbedReport {
  private final int planned;
  private final List<Played> played;
  private final int neverCame;

  /**
   * Sums up.
   *
   * @param neverCame how many were planned for more events than watches had to tell, which depends
   *     on how many states of a rollout they get to see
   */
  DisturbedReport(int planned, List<Played> played, int neverCame) {
    this.planned = planned;
    this.played = List.copyOf(played);
    this.neverCame = neverCame;
  }

  /** {@code 96 disturbances, 96 happened, 96 ended like the undisturbed run}. */
  public String sentence() {
    return sentence(
        played.size(),
        played.stream().filter(each -> !each.fired().isEmpty()).count(),
        played.stream().filter(each -> each.verdict().isFlawless()).count());
  }

  /** As {@link #sentence} is if all is well. */
  public String expected() {
    int all = planned - neverCame;
    return sentence(all, all, all);
  }

  private static String sentence(long all, long happened, long flawless) {
    return "%d disturbances, %d happened, %d ended like the undisturbed run"
        .formatted(all, happened, flawless);
  }

  /** How many there were by scenario, and all that went wrong. */
  public String details() {
    String scenarios =
        Arrays.stream(Scenario.values())
            .map(each -> each + ": " + count(each))
            .collect(Collectors.joining(", "));
    String flaws =
        played.stream()
            .filter(each -> !each.isFlawless())
            .map(DisturbedReport::describe)
            .collect(Collectors.joining());
    return scenarios + "; came too late in a run: " + neverCame + flaws;
  }

  private long count(Scenario scenario) {
    return played.stream().filter(each -> each.scenario() == scenario).count();
  }

  private static String describe(Played played) {
    return "\n%s, %s at %s: %s"
        .formatted(
            played.scenario(),
            played.disturbance().map(Object::toString).orElse("undisturbed"),
            played.fired().isEmpty() ? "nothing" : played.fired(),
            played.verdict());
  }
}
