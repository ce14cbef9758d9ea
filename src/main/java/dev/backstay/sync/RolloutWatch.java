package dev.backstay.sync;

import dev.backstay.health.Health;
import dev.backstay.health.HealthRules;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Waits for the pods of changed workloads to catch up. */
final class RolloutWatch {
  /** So long without any news, the watches may have lost some. */
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Watches watches;
  private final Mailbox mailbox;
  private final RunLog log;
  private final Map<ObjectKey, String> told = new HashMap<>();

  RolloutWatch(Watches watches, Mailbox mailbox, RunLog log) {
    this.watches = watches;
    this.mailbox = mailbox;
    this.log = log;
  }

  /**
   * Waits until all are healthy, one has failed for good, or time is up.
   *
   * @param changed the generation of what this sync applied; kinds without health of their own are
   *     left out
   * @param overtaken ends the wait at once
   * @return what is not healthy
   */
  List<Problem> await(Map<ObjectKey, Long> changed, Duration atMost, BooleanSupplier overtaken) {
    Map<ObjectKey, Long> workloads = new TreeMap<>(changed);
    workloads.keySet().removeIf(key -> !HealthRules.WATCHED_KINDS.contains(key.groupKind()));
    BooleanSupplier isOver = () -> overtaken.getAsBoolean() || isDecided(progress(workloads));
    long deadline = System.nanoTime() + atMost.toNanos();
    Map<ObjectKey, Health> before = progress(workloads);
    while (!mailbox.await(isOver, shorter(QUIET, Duration.ofNanos(deadline - System.nanoTime())))
        && System.nanoTime() < deadline) {
      if (progress(workloads).equals(before)) {
        watches.listWorkloadsAgain();
      }
      before = progress(workloads);
    }
    return problems(progress(workloads));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private Map<ObjectKey, Health> progress(Map<ObjectKey, Long> workloads) {
    Map<ObjectKey, Health> progress = new TreeMap<>();
    workloads.forEach(
        (key, generation) -> {
          Health health = watches.health().healthOf(key, generation);
          progress.put(key, health);
          tell(key, health);
        });
    return progress;
  }

  private void tell(ObjectKey key, Health health) {
    if (health.equals(HealthBoard.UNSEEN)) {
      return;
    }
    String sentence = health.sentence();
    if (!sentence.equals(told.put(key, sentence)) && !sentence.isEmpty()) {
      log.info("rolling out {} {}", key, sentence);
    }
  }

  private static boolean isDecided(Map<ObjectKey, Health> progress) {
    return progress.values().stream().allMatch(Health::isHealthy)
        || progress.values().stream().anyMatch(Health.Failed.class::isInstance);
  }

  static List<Problem> problems(Map<ObjectKey, Health> workloads) {
    List<Problem> problems = new ArrayList<>();
    workloads.forEach(
        (key, health) -> {
          if (!health.isHealthy()) {
            problems.add(Problem.of(ProblemCode.UNHEALTHY, key, health.sentence(), ""));
          }
        });
    return problems;
  }
}
