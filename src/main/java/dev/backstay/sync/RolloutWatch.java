package dev.backstay.sync;

import dev.backstay.health.Health;
import dev.backstay.health.HealthRules;
import dev.backstay.manifest.ObjectKey;
import dev.backstay.manifest.Problem;
import dev.backstay.manifest.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Waits for what was changed to become healthy: most of all, for the pods of workloads. */
final class RolloutWatch {
  /** So long without any news, the watches may have lost some. */
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Watches watches;
  private final Mailbox mailbox;
  private final Unsticker unsticker;
  private final RunLog log;
  private final Map<ObjectKey, Set<String>> told = new HashMap<>();

  RolloutWatch(EnvironmentParts parts, BooleanSupplier mustPause, RunLog log) {
    this.watches = parts.watches();
    this.mailbox = parts.mailbox();
    this.unsticker = new Unsticker(parts, mustPause, log);
    this.log = log;
  }

  /**
   * Waits until all are healthy, one has failed for good, or time is up. What is failing, but may
   * heal, is told and waited for.
   *
   * @param changed the version of what this sync applied; kinds without health of their own are
   *     left out
   * @param overtaken ends the wait at once
   * @return what is not healthy
   */
  List<Problem> await(Map<ObjectKey, Long> changed, Duration atMost, BooleanSupplier overtaken) {
    Map<ObjectKey, Long> objects = new TreeMap<>(changed);
    objects.keySet().removeIf(key -> !HealthRules.isJudged(key.groupKind()));
    BooleanSupplier isOver = () -> overtaken.getAsBoolean() || isDecided(progress(objects));
    BooleanSupplier isWorthALook = () -> isOver.getAsBoolean() || unsticker.isNeeded();
    long deadline = System.nanoTime() + atMost.toNanos();
    Map<ObjectKey, Health> before = progress(objects);
    unsticker.act();
    while (!isOver.getAsBoolean() && System.nanoTime() < deadline) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      boolean isNews = mailbox.await(isWorthALook, left.compareTo(QUIET) < 0 ? left : QUIET);
      unsticker.act();
      Map<ObjectKey, Health> now = progress(objects);
      if (!isNews && now.equals(before)) {
        watches.listAgain(
            objects.keySet().stream().map(ObjectKey::groupKind).collect(Collectors.toSet()));
      }
      before = now;
    }
    return problems(progress(objects));
  }

  private Map<ObjectKey, Health> progress(Map<ObjectKey, Long> objects) {
    Map<ObjectKey, Health> progress = new TreeMap<>();
    objects.forEach(
        (key, version) -> {
          Health health = watches.health().healthOf(key, version);
          progress.put(key, health);
          tell(key, health);
        });
    return progress;
  }

  /** Each once: a kubelet that tries again and again says the same few things in turn. */
  private void tell(ObjectKey key, Health health) {
    String sentence = health.sentence();
    if (health.isHealthy()
        || health.equals(HealthBoard.UNSEEN)
        || !told.computeIfAbsent(key, _ -> new HashSet<>()).add(sentence)) {
      return;
    }
    if (health.isBad()) {
      log.warn("rolling out {} {}: {}", key, health.word(), sentence);
    } else {
      log.info("rolling out {} {}", key, sentence);
    }
  }

  private static boolean isDecided(Map<ObjectKey, Health> progress) {
    return progress.values().stream().allMatch(Health::isHealthy)
        || progress.values().stream().anyMatch(Health.Failed.class::isInstance);
  }

  /** What is not healthy. */
  static List<Problem> problems(Map<ObjectKey, Health> objects) {
    List<Problem> problems = new ArrayList<>();
    objects.forEach(
        (key, health) -> {
          if (!health.isHealthy()) {
            problems.add(problem(key, health));
          }
        });
    return problems;
  }

  static Problem problem(ObjectKey key, Health health) {
    return Problem.of(ProblemCode.UNHEALTHY, key, health.sentence(), "");
  }
}
