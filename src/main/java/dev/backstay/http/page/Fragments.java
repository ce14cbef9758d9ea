package dev.backstay.http.page;

import dev.backstay.git.PollStatus;
import dev.backstay.http.Html;
import dev.backstay.sync.EnvironmentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The parts of pages that are replaced while somebody looks: the same for everybody. */
public final class Fragments {
  private Fragments() {}

  /** What is in the region {@code overview} of the page at {@code /}. */
  public static String overview(
      List<EnvironmentStatus> environments, PollStatus poll, Instant now) {
    return Html.render("overview.jte", Map.of("model", new OverviewModel(environments, poll, now)));
  }

  /**
   * What is in the region {@code environment} of an environment's page.
   *
   * @param all in the order of the configuration
   */
  public static String environment(
      EnvironmentStatus status, List<EnvironmentStatus> all, Instant now) {
    return Html.render(
        "environment-live.jte", Map.of("model", EnvironmentModel.of(status, all, now)));
  }
}
