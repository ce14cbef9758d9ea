package dev.backstay.notify;

import dev.backstay.notify.CommitStatus.State;
import dev.backstay.sync.Change;
import dev.backstay.sync.Commits;
import dev.backstay.sync.HistoryEntry;
import java.util.Locale;
import java.util.Optional;

/** What happens to a commit, in the words that are shown beside it. */
final class StatusWords {
  private StatusWords() {}

  static CommitStatus begun(String environment, String revision, Change change) {
    String doing = change.kind() == Change.Kind.DEPLOY ? "deploying" : change.words();
    return new CommitStatus(environment, revision, State.PENDING, doing);
  }

  static CommitStatus superseded(String environment, String revision, String by) {
    return new CommitStatus(
        environment, revision, State.SUPERSEDED, "superseded by " + Commits.shortId(by));
  }

  static CommitStatus nothingToDo(String environment, String revision) {
    return new CommitStatus(
        environment, revision, State.SUCCESS, "nothing to do: it brings what is deployed");
  }

  /** Empty for what is no outcome of a commit, such as a correction of drift. */
  static Optional<CommitStatus> ended(String environment, HistoryEntry entry) {
    return switch (entry.outcome()) {
      case "synced" -> of(environment, entry, State.SUCCESS, done(entry));
      case "degraded" -> of(environment, entry, State.FAILURE, "degraded" + because(entry));
      case "refused" -> of(environment, entry, State.FAILURE, "refused" + because(entry));
      case "failed" -> of(environment, entry, State.ERROR, "failed, tried again" + because(entry));
      default -> Optional.empty();
    };
  }

  private static Optional<CommitStatus> of(
      String environment, HistoryEntry entry, State state, String description) {
    return Optional.of(new CommitStatus(environment, entry.revision(), state, description));
  }

  /** {@code rolled back to 3f2a1c9 in 1.1 s, everything healthy, nothing left behind}. */
  private static String done(HistoryEntry entry) {
    boolean isProven = entry.change().isRollback() && entry.isComplete();
    return String.format(Locale.ROOT, "%s in %.1f s", entry.change().doneWords(), entry.seconds())
        + (isProven ? ", everything healthy, nothing left behind" : "");
  }

  private static String because(HistoryEntry entry) {
    if (entry.errors().isEmpty()) {
      return "";
    }
    int more = entry.errors().size() - 1;
    return (more == 0 ? ": " : " (" + (more + 1) + " problems): ") + entry.errors().getFirst();
  }
}
