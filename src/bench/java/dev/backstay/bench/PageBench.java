package dev.backstay.bench;

import dev.backstay.git.PollStatus;
import dev.backstay.health.Health;
import dev.backstay.http.page.Fragments;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.sync.Change;
import dev.backstay.sync.Counts;
import dev.backstay.sync.Ending;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.History;
import dev.backstay.sync.ObjectStatus;
import dev.backstay.sync.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** How long the server takes to render an environment of a thousand objects. */
final class PageBench {
  private static final int OBJECTS = 1_000;
  private static final int ROUNDS = 200;
  private static final Duration TARGET = Duration.ofMillis(50);
  private static final PollStatus POLL =
      new PollStatus(Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());

  private PageBench() {}

  /** Takes nothing. */
  public static void main(String[] args) {
    EnvironmentStatus status = status();
    List<EnvironmentStatus> all = List.of(status, status, status);
    Instant now = Instant.now();
    Duration page = measured("environment", () -> Fragments.environment(status, all, now));
    Duration overview = measured("overview", () -> Fragments.overview(all, POLL, now));
    boolean fine = page.compareTo(TARGET) < 0 && overview.compareTo(TARGET) < 0;
    System.exit(fine ? 0 : 1);
  }

  /** The first one is of a program that has just started. */
  private static Duration measured(String name, Supplier<String> page) {
    List<Duration> times = new ArrayList<>();
    int length = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      length = page.get().length();
      times.add(Duration.ofNanos(System.nanoTime() - began));
    }
    Duration median = Median.of(times, Function.identity());
    System.out.printf(
        Locale.ROOT,
        "%-12s %d objects, %d characters: first %.1f ms, median %.2f ms, slowest of the rest %.1f ms%n",
        name,
        OBJECTS,
        length,
        times.getFirst().toNanos() / 1e6,
        median.toNanos() / 1e6,
        times.stream().skip(1).max(Duration::compareTo).orElseThrow().toNanos() / 1e6);
    return times.getFirst();
  }

  private static EnvironmentStatus status() {
    List<ObjectStatus> objects =
        IntStream.range(0, OBJECTS)
            .mapToObj(
                i ->
                    new ObjectStatus(
                        new ObjectKey("", i % 2 == 0 ? "ConfigMap" : "Service", "outsrc", "o-" + i),
                        "unchanged",
                        "production/all.yml:" + (i + 1),
                        i % 50 == 0 ? new Health.Failing("broken") : Health.healthy()))
            .toList();
    return new EnvironmentStatus(
        "production",
        "outsrc",
        "production",
        "in-cluster",
        Optional.empty(),
        State.DEGRADED,
        Instant.now(),
        true,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        new EnvironmentStatus.SyncSummary(
            "",
            "",
            "",
            new Change(Change.Kind.DEPLOY, "", "", List.of()),
            Map.of(),
            Counts.NONE,
            Ending.NOTHING_LEFT),
        objects,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        new History(List.of(), List.of()),
        List.of(),
        Optional.empty(),
        new EnvironmentStatus.Watching(new TreeMap<>(), 0));
  }
}
