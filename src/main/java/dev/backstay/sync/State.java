package dev.backstay.sync;

import java.util.Locale;

/** Where an environment stands. The same word is in log, page, API and metrics. */
public enum State {
  STARTING,
  CHECKING,
  APPLYING,
  ROLLING_OUT,
  PRUNING,
  SYNCED,
  DEGRADED,
  FAILED,
  REFUSED;

  /** Where an environment stands after a sync. */
  static State after(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Synced _ -> SYNCED;
      case SyncOutcome.Degraded _ -> DEGRADED;
      case SyncOutcome.Failed _ -> FAILED;
      case SyncOutcome.Refused _, SyncOutcome.Superseded _ -> REFUSED;
    };
  }

  /** {@code rolling-out}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a sync is under way. */
  public boolean isBusy() {
    return switch (this) {
      case STARTING, CHECKING, APPLYING, ROLLING_OUT, PRUNING -> true;
      case SYNCED, DEGRADED, FAILED, REFUSED -> false;
    };
  }
}
