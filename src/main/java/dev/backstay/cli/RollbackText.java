package dev.backstay.cli;

import dev.backstay.change.RollbackPlan;
import dev.backstay.cli.show.Text;
import dev.backstay.git.Commit;
import dev.backstay.git.TakenBack;
import dev.backstay.sync.Ages;
import java.io.PrintWriter;
import java.time.Instant;

/** A rollback before it is done, as people read it: what and who is taken back, and the diff. */
final class RollbackText {
  private static final int MOST_COMMITS = 20;
  private static final int LONGEST_SUBJECT = 40;

  private final PrintWriter out;
  private final Instant now;

  RollbackText(PrintWriter out, Instant now) {
    this.out = out;
    this.now = now;
  }

  void print(String environment, RollbackPlan.Change plan) {
    out.println(environment + "  roll back to " + named(plan.target()));
    TakenBack takenBack = plan.takenBack();
    int count = takenBack.commits().size();
    out.println(
        "  takes back "
            + (takenBack.hasMore() ? "more than " : "")
            + count
            + (count == 1 ? " commit" : " commits"));
    takenBack.commits().stream()
        .limit(MOST_COMMITS)
        .forEach(commit -> out.println("    " + named(commit.commit())));
    if (count > MOST_COMMITS) {
      out.println("    … and " + (count - MOST_COMMITS) + " more");
    }
    out.println();
    plan.diff().forEach(out::println);
    out.println();
    out.flush();
  }

  private String named(Commit commit) {
    return commit.revision().shortId()
        + "  "
        + Text.cut(Text.plain(commit.subject()), LONGEST_SUBJECT)
        + "  ("
        + Text.orDash(commit.author())
        + ", "
        + Ages.between(commit.committed(), now)
        + " ago)";
  }
}
