package dev.backstay.testing.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What came of many disturbances. */
public final class DisturbedReport {
  private final Map<Scenario, List<Disturbance>> planned;
  private final List<Played> played;

  DisturbedReport(Map<Scenario, List<Disturbance>> planned, List<Played> played) {
    this.planned = planned;
    this.played = List.copyOf(played);
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
    long all = planned.values().stream().mapToLong(List::size).sum();
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
            .map(each -> each + ": " + Objects.requireNonNull(planned.get(each)).size())
            .collect(Collectors.joining(", "));
    String flaws =
        played.stream()
            .filter(each -> !each.isFlawless())
            .map(DisturbedReport::describe)
            .collect(Collectors.joining());
    return scenarios + flaws;
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
