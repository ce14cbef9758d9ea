package dev.backstay.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Is told what happens in the agent: for metrics and notifications. Must not block. Each listener
 * takes up what concerns it.
 */
public interface SyncListener {
  /**
   * The first write of a sync is about to be made: its intent is on record, so that it is taken up
   * again if the agent ends before the sync does. May be told again for the same commit.
   */
  default void onBegin(String environment, String revision, Change change) {}

  /**
   * A sync that had begun is not gone on with.
   *
   * @param by the revision that takes its place
   */
  default void onSuperseded(String environment, String revision, String by) {}

  /**
   * A sync ended.
   *
   * @param entry as it is remembered in the history
   */
  default void onSync(String environment, HistoryEntry entry) {}

  /**
   * Commits got into the cluster: told before how the sync ended, and once for each commit.
   *
   * @param committed when they were committed
   */
  default void onCommits(String environment, List<Instant> committed) {}

  /**
   * An environment was taken up, or taken up again, as it was left.
   *
   * @param entries its history, the newest first
   */
  default void onTakenUp(String environment, List<HistoryEntry> entries) {}

  /** The status says now what is deployed: after a sync, and when it was taken up. */
  default void onStanding(String environment) {}

  /** A commit brings nothing that is not deployed already: there was nothing to do for it. */
  default void onNothingToDo(String environment, String revision) {}

  /**
   * A deployment turned out to be a failure: it was rolled back. Told once for each revision.
   *
   * @param revision the deployed one, not the one that rolls it back
   */
  default void onDeploymentFailed(String environment, String revision) {}

  /** A live object was changed outside of git. */
  default void onDrift(String environment, Drift drift) {}

  /** The same fields of an object are written again and again by somebody else. */
  default void onFight(String environment) {}

  /**
   * A sync left in the cluster what is no longer in the folder; not told again while it stays so.
   *
   * @param objects how many
   */
  default void onPruneHeld(String environment, int objects) {}

  /** The config repo was asked for news. */
  default void onPoll(boolean worked) {}

  /** New commits of the config repo were fetched. */
  default void onFetch(Duration took) {}

  /** Tells all of them, in this order. */
  static SyncListener all(List<SyncListener> listeners) {
    return new SyncListeners(listeners);
  }
}
