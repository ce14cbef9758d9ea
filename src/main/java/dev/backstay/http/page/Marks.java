package dev.backstay.http.page;

import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.State;

/** The shapes that stand beside words, so that nothing is told by a colour alone. */
public final class Marks {
  private Marks() {}

  /** Of a state. */
  public static String of(State state) {
    return switch (state) {
      case SYNCED -> "●";
      case DEGRADED -> "▲";
      case FAILED, REFUSED -> "✕";
      case STARTING, CHECKING, APPLYING, ROLLING_OUT, PRUNING -> "◐";
    };
  }

  /** What an entry of the history was: the name of its symbol in the timeline, and of its class. */
  public static String of(HistoryEntry entry) {
    return switch (entry.outcome()) {
      case "refused", "failed" -> "refused";
      default ->
          switch (entry.change().kind()) {
            case DEPLOY -> "deploy";
            case ROLLBACK, PARTIAL_ROLLBACK -> "rollback";
            case ROLL_FORWARD -> "roll-forward";
            case DRIFT_CORRECTION -> "drift";
          };
    };
  }
}
