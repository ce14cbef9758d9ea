package dev.backstay.notify;

import dev.backstay.notify.CommitStatus.State;
import dev.backstay.sync.Change;
import dev.backstay.sync.HistoryEntry;
import dev.backstay.sync.SyncListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes commit statuses of what happens in the agent, each told once: a try that ends as the one
 * before is no news, and what was refused is not shown as pending while it is tried again.
 */
final class CommitStatuses implements SyncListener {
  private static final int MOST_REMEMBERED = 1_000;

  /**
   * How often a commit that stays in a state is told with other words. GitHub takes a thousand
   * statuses of a commit, and the one that says that all is well must be among them.
   */
  private static final int MOST_IN_A_ROW = 20;

  private final Consumer<CommitStatus> receiver;

  /** The last ones, the oldest first. */
  private final Map<CommitStatus.Subject, Told> told = new LinkedHashMap<>();

  private record Told(CommitStatus status, int inRow) {}

  /** Gives them to a receiver, which must not block. */
  CommitStatuses(Consumer<CommitStatus> receiver) {
    this.receiver = receiver;
  }

  @Override
  public void onBegin(String environment, String revision, Change change) {
    tell(StatusWords.begun(environment, revision, change));
  }

  @Override
  public void onSuperseded(String environment, String revision, String by) {
    tell(StatusWords.superseded(environment, revision, by));
  }

  @Override
  public void onSync(String environment, HistoryEntry entry) {
    StatusWords.ended(environment, entry).ifPresent(this::tell);
  }

  /** What an agent that was killed may not have told. */
  @Override
  public void onTakenUp(String environment, List<HistoryEntry> entries) {
    entries.stream()
        .flatMap(entry -> StatusWords.ended(environment, entry).stream())
        .findFirst()
        .ifPresent(this::tell);
  }

  @Override
  public void onNothingToDo(String environment, String revision) {
    tell(StatusWords.nothingToDo(environment, revision));
  }

  private synchronized void tell(CommitStatus status) {
    Told last = told.get(status.subject());
    int inRow = 1;
    if (last != null) {
      inRow = last.status().state() == status.state() ? last.inRow() + 1 : 1;
      if (inRow > MOST_IN_A_ROW || isNoNews(last.status(), status)) {
        return;
      }
    }
    told.remove(status.subject());
    told.put(status.subject(), new Told(status, inRow));
    if (told.size() > MOST_REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
    receiver.accept(status);
  }

  private static boolean isNoNews(CommitStatus last, CommitStatus next) {
    boolean isTriedAgain =
        next.state() == State.PENDING
            && (last.state() == State.FAILURE || last.state() == State.ERROR);
    return isTriedAgain || next.equals(last);
  }
}
