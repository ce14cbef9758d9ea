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

  /** The config repo was asked for news. */
  void onPoll(boolean worked);

  /** New commits of the config repo were fetched. */
  void onFetch(Duration took);
}
