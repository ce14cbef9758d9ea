package dev.backstay.sync;

import dev.backstay.manifest.Problem;
import java.util.List;

/** The ways in which a sync ends. */
public sealed interface SyncOutcome {

  /** Deployed, and everything is healthy. */
  record Synced() implements SyncOutcome {}

  /**
   * Deployed, but something is not as it should be.
   *
   * @param problems unhealthy workloads, deletes that are held back or pending
   */
  record Degraded(List<Problem> problems) implements SyncOutcome {
    public Degraded {
      problems = List.copyOf(problems);
    }
  }

  /** Not carried out, for a reason that may pass: tried again. */
  record Failed(List<Problem> problems) implements SyncOutcome {
    public Failed {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Not carried out, for a reason in the commit, the configuration or a guard: the last good
   * revision stays.
   *
   * @param isFinal only another input can change it
   */
  record Refused(List<Problem> problems, boolean isFinal) implements SyncOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** A newer commit took over, or the agent stops. */
  record Superseded() implements SyncOutcome {}

  /** As in history, log and metrics. */
  default String word() {
    return switch (this) {
      case Synced _ -> "synced";
      case Degraded _ -> "degraded";
      case Failed _ -> "failed";
      case Refused _ -> "refused";
      case Superseded _ -> "superseded";
    };
  }

  /** Whether the cluster stands at the revision. */
  default boolean isDeployed() {
    return switch (this) {
      case Synced _, Degraded _ -> true;
      case Failed _, Refused _, Superseded _ -> false;
    };
  }

  default List<Problem> reasons() {
    return switch (this) {
      case Synced _, Superseded _ -> List.of();
      case Degraded(List<Problem> problems) -> problems;
      case Failed(List<Problem> problems) -> problems;
      case Refused(List<Problem> problems, boolean _) -> problems;
    };
  }
}
