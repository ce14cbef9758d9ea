package dev.backstay.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Several listeners as one. */
record SyncListeners(List<SyncListener> all) implements SyncListener {
  SyncListeners {
    all = List.copyOf(all);
  }

  private void tell(Consumer<SyncListener> what) {
    all.forEach(what);
  }

  @Override
  public void onBegin(String environment, String revision, Change change) {
    tell(listener -> listener.onBegin(environment, revision, change));
  }

  @Override
  public void onSuperseded(String environment, String revision, String by) {
    tell(listener -> listener.onSuperseded(environment, revision, by));
  }

  @Override
  public void onSync(String environment, HistoryEntry entry) {
    tell(listener -> listener.onSync(environment, entry));
  }

  @Override
  public void onCommits(String environment, List<Instant> committed) {
    tell(listener -> listener.onCommits(environment, committed));
  }

  @Override
  public void onTakenUp(String environment, List<HistoryEntry> entries) {
    tell(listener -> listener.onTakenUp(environment, entries));
  }

  @Override
  public void onStanding(String environment) {
    tell(listener -> listener.onStanding(environment));
  }

  @Override
  public void onNothingToDo(String environment, String revision) {
    tell(listener -> listener.onNothingToDo(environment, revision));
  }

  @Override
  public void onDeploymentFailed(String environment, String revision) {
    tell(listener -> listener.onDeploymentFailed(environment, revision));
  }

  @Override
  public void onDrift(String environment, Drift drift) {
    tell(listener -> listener.onDrift(environment, drift));
  }

  @Override
  public void onFight(String environment) {
    tell(listener -> listener.onFight(environment));
  }

  @Override
  public void onPruneHeld(String environment, int objects) {
    tell(listener -> listener.onPruneHeld(environment, objects));
  }

  @Override
  public void onPoll(boolean worked) {
    tell(listener -> listener.onPoll(worked));
  }

  @Override
  public void onFetch(Duration took) {
    tell(listener -> listener.onFetch(took));
  }
}
