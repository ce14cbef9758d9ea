package dev.backstay.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What several webhooks took, told by their medians. */
final class WebhookTimes {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double MILLIS = 1000.0;

  private final List<Round> rounds = new ArrayList<>();

  /**
   * One webhook, timed from right before it is sent.
   *
   * @param toAnswer until its sender has the answer
   * @param toSync until the sync of the commit has begun
   * @param toHealthy until all is applied and healthy
   */
  record Round(Duration toAnswer, Duration toSync, Duration toHealthy) {}

  void add(Round round) {
    rounds.add(round);
  }

  Duration toSync() {
    return Median.of(rounds, Round::toSync);
  }

  private double seconds(Function<Round, Duration> what) {
    return Median.of(rounds, what).toMillis() / MILLIS;
  }

  private double slowestSync() {
    return rounds.stream().map(Round::toSync).mapToLong(Duration::toMillis).max().orElse(0)
        / MILLIS;
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        """
        | %d webhooks, each for a commit that was just pushed | median |
        |---|---|
        | webhook to its answer | %.3f s |
        | webhook to the sync begun | %.3f s (slowest %.3f s) |
        | webhook to all healthy | %.3f s |
        """,
        rounds.size(),
        seconds(Round::toAnswer),
        seconds(Round::toSync),
        slowestSync(),
        seconds(Round::toHealthy));
  }

  String json() {
    ObjectNode all = JSON.createObjectNode();
    all.put("rounds", rounds.size());
    all.put("webhookToAnswerSeconds", seconds(Round::toAnswer));
    all.put("webhookToSyncSeconds", seconds(Round::toSync));
    all.put("slowestWebhookToSyncSeconds", slowestSync());
    all.put("webhookToHealthySeconds", seconds(Round::toHealthy));
    return all.toPrettyString() + "\n";
  }
}
