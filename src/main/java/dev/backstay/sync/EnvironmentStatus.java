package dev.backstay.sync;

import dev.backstay.config.Tier;
import dev.backstay.manifest.Problem;
import dev.backstay.sync.lag.Lag;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An environment at one moment: the snapshot that page, API, metrics and CLI read.
 *
 * @param since when it came into this state
 * @param reachable whether the last request to its cluster was answered
 * @param seen the newest head of the branch that was looked at, empty before the first
 * @param commitsBehind commits that touch the folder and are not deployed
 * @param stateBytes how much of the cluster's storage our own records take
 * @param sync the sync under way, or the last one
 * @param problems what stands in the way of synced
 * @param retryAt when it is tried again by itself
 * @param suspended that somebody wants it to be left as it is
 * @param drift what was changed outside of git, newest first
 * @param lag what it lacks of the environment before it; empty if there is none, or it is not known
 */
public record EnvironmentStatus(
    String name,
    String namespace,
    String path,
    String cluster,
    Optional<Tier> tier,
    State state,
    Instant since,
    boolean reachable,
    Optional<Deployed> deployed,
    Optional<String> seen,
    int commitsBehind,
    long stateBytes,
    SyncSummary sync,
    List<ObjectStatus> objects,
    List<Problem> problems,
    Optional<Instant> retryAt,
    Optional<Suspended> suspended,
    History history,
    List<Drift> drift,
    Optional<Lag> lag,
    Watching watching) {
  public EnvironmentStatus {
    drift = List.copyOf(drift);
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
  }

  /**
   * What one sync did.
   *
   * @param revision empty before the first
   * @param phases seconds by phase
   */
  public record SyncSummary(
      String revision,
      String subject,
      String author,
      Change change,
      Map<String, Double> phases,
      Counts counts,
      Ending ending) {
    static final SyncSummary NONE =
        new SyncSummary("", "", "", Change.NONE, Map.of(), Counts.NONE, Ending.NOTHING_LEFT);

    public SyncSummary {
      // Map.copyOf would lose the order in which they came
      phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
  }

  /**
   * How well the live objects are followed.
   *
   * @param lastEvents by kind, as {@code Kind.group}: when its watch last heard of its server
   * @param staleSkips how often news were older than our own last write, and left aside
   */
  public record Watching(SortedMap<String, Instant> lastEvents, long staleSkips) {
    static final Watching NOTHING = new Watching(new TreeMap<>(), 0);
  }

  /** How many objects are healthy; the others are named in {@code problems}. */
  public int healthyObjects() {
    return (int) objects.stream().filter(o -> o.health().isHealthy()).count();
  }
}
