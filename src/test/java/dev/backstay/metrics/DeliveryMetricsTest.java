package dev.backstay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.sync.Change;
import dev.backstay.sync.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lead time and recovery, of entries that all end three seconds after noon. */
final class DeliveryMetricsTest {
  private static final Change DEPLOY = new Change(Change.Kind.DEPLOY, "", "", List.of());
  private static final HistoryEntry SYNCED = AgentMetricsTest.entry("synced", DEPLOY);
  private static final HistoryEntry DEGRADED = AgentMetricsTest.entry("degraded", DEPLOY);

  private final AgentMetrics metrics = new AgentMetrics();
  private final DeliveryMetrics deliveries = new DeliveryMetrics(metrics);

  DeliveryMetricsTest() {
    deliveries.expect("production");
  }

  private void assertSeries(String... series) {
    assertThat(new Scrape(metrics).text("").lines()).contains(series);
  }

  private static Instant ago(Duration time) {
    return SYNCED.finished().minus(time);
  }

  @Test
  void allSeriesAreThereBeforeAnythingHappens() {
    assertSeries(
        "backstay_change_lead_time_seconds_count{environment=\"production\"} 0",
        "backstay_deployment_recovery_seconds_count{environment=\"production\"} 0");
  }

  @Test
  void theLeadTimeOfEachCommitEndsWhenAllIsHealthy() {
    deliveries.onCommits(
        "production", List.of(ago(Duration.ofSeconds(30)), ago(Duration.ofHours(2))));
    deliveries.onSync("production", DEGRADED);
    assertSeries("backstay_change_lead_time_seconds_count{environment=\"production\"} 0");
    deliveries.onSync("production", SYNCED);
    deliveries.onSync("production", SYNCED);

    assertSeries(
        "backstay_change_lead_time_seconds_count{environment=\"production\"} 2",
        "backstay_change_lead_time_seconds_sum{environment=\"production\"} 7230.0",
        "backstay_change_lead_time_seconds_bucket{environment=\"production\",le=\"60.0\"} 1",
        "backstay_change_lead_time_seconds_bucket{environment=\"production\",le=\"14400.0\"} 2");
  }

  @Test
  void whatWasRolledBackBeforeItWasHealthyHasNone() {
    deliveries.onCommits("production", List.of(ago(Duration.ofHours(2))));
    deliveries.onSync("production", DEGRADED);
    // a committer's clock that is ahead
    deliveries.onCommits("production", List.of(ago(Duration.ofSeconds(-5))));
    deliveries.onSync("production", SYNCED);

    assertSeries(
        "backstay_change_lead_time_seconds_count{environment=\"production\"} 1",
        "backstay_change_lead_time_seconds_sum{environment=\"production\"} 0.0");
  }

  @Test
  void aRecoveryGoesFromDegradedToHealthyAndIsCountedOnce() {
    deliveries.onSync("production", SYNCED);
    deliveries.onTakenUp("production", List.of(DEGRADED));
    deliveries.onSync("production", DEGRADED);
    assertSeries("backstay_deployment_recovery_seconds_count{environment=\"production\"} 0");
    deliveries.onSync("production", SYNCED);
    deliveries.onSync("production", SYNCED);

    assertSeries("backstay_deployment_recovery_seconds_count{environment=\"production\"} 1");
  }
}
