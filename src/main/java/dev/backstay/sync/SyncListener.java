package dev.backstay.sync;

import java.time.Duration;

/** Is told what happens in the agent: for metrics and notifications. Must not block. */
public interface SyncListener {
  /**
   * A sync ended.
   *
   * @param entry as it is remembered in the history
   */
  void onSync(String environment, HistoryEntry entry);

  /**
   * A rollback took back a deployment; told once for each revision.
   *
   * @param revision of the deployment that was a mistake
   */
  void onDeploymentFailed(String environment, String revision);

  /** A live object was changed outside of git. */
  void onDrift(String environment, Drift drift);

  /** The same fields of an object are written again and again by somebody else. */
  void onFight(String environment);

  /**
   * A sync left in the cluster what is no longer in the folder; not told again while it stays so.
   *
   * @param objects how many
   */
  void onPruneHeld(String environment, int objects);

  /** The config repo was asked for news. */
  void onPoll(boolean worked);

  /** New commits of the config repo were fetched. */
  void onFetch(Duration took);
}
