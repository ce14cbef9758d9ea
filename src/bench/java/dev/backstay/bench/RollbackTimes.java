package dev.backstay.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What several rounds took, told by their medians. */
final class RollbackTimes {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double MILLIS = 1000.0;

  private final List<Round> rounds = new ArrayList<>();

  /**
   * One rollback.
   *
   * @param toFirstApply from the push of the revert until the API server had its first write
   * @param revert from the push of the revert until all is healthy again
   * @param firstRollout from the push of a new version until all is healthy
   */
  record Round(Duration toFirstApply, Duration revert, Duration firstRollout) {}

  void add(Round round) {
    rounds.add(round);
  }

  Duration toFirstApply() {
    return median(Round::toFirstApply);
  }

  private Duration median(Function<Round, Duration> what) {
    return Median.of(rounds, what);
  }

  private double ratio() {
    return (double) median(Round::revert).toNanos() / median(Round::firstRollout).toNanos();
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        """
        | %d rollbacks out of a rollout that never gets ready | median |
        |---|---|
        | push of the revert to its first apply | %.3f s |
        | push of the revert to all healthy | %.3f s |
        | push of a new version to all healthy | %.3f s |
        | revert time / first rollout time | %.2f |
        """,
        rounds.size(),
        seconds(toFirstApply()),
        seconds(median(Round::revert)),
        seconds(median(Round::firstRollout)),
        ratio());
  }

  String json() {
    ObjectNode all = JSON.createObjectNode();
    all.put("rounds", rounds.size());
    all.put("revertToFirstApplySeconds", seconds(toFirstApply()));
    all.put("revertToHealthySeconds", seconds(median(Round::revert)));
    all.put("firstRolloutSeconds", seconds(median(Round::firstRollout)));
    all.put("ratio", ratio());
    return all.toPrettyString() + "\n";
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
