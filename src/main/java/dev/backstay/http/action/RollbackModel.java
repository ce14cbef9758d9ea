package dev.backstay.http.action;

import dev.backstay.change.RollbackPlan;
import dev.backstay.git.Commit;
import dev.backstay.git.Revision;
import dev.backstay.git.TakenBack;
import dev.backstay.http.page.DiffLine;
import dev.backstay.http.page.Links;
import dev.backstay.sync.Commits;
import dev.backstay.sync.EnvironmentStatus;
import dev.backstay.sync.HistoryEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollback before it is done.
 *
 * @param to what was asked for; may be empty
 * @param obstacle why it cannot be written from here; empty if it can
 */
public record RollbackModel(
    EnvironmentStatus environment, RollbackPlan plan, String to, String reason, String obstacle) {
  private static final int MOST_CHOICES = 20;

  public String href() {
    return Links.environment(environment.name());
  }

  /** The plan, if there is something to do. */
  public Optional<RollbackPlan.Change> change() {
    return plan instanceof RollbackPlan.Change change ? Optional.of(change) : Optional.empty();
  }

  /** Why there is nothing to do; empty if there is. */
  public String nothing() {
    return switch (plan) {
      case RollbackPlan.Change _ -> "";
      case RollbackPlan.Nothing nothing ->
          "It is at " + nothing.target().revision().shortId() + " already: nothing to roll back.";
      case RollbackPlan.Impossible(String why) -> why;
    };
  }

  /** States that were deployed and healthy, the newest first. */
  public List<HistoryEntry> choices() {
    return environment.history().entries().stream()
        .filter(entry -> entry.isSync() && entry.outcome().equals("synced"))
        .limit(MOST_CHOICES)
        .toList();
  }

  public String shortId(String revision) {
    return Commits.shortId(revision);
  }

  public List<DiffLine> diff() {
    return change().map(RollbackPlan.Change::diff).map(DiffLine::of).orElse(List.of());
  }

  /** {@code 2 commits}. */
  public static String count(TakenBack takenBack) {
    int count = takenBack.commits().size();
    return (takenBack.hasMore() ? "more than " : "")
        + count
        + (count == 1 ? " commit" : " commits");
  }

  static Map<String, Object> json(
      EnvironmentStatus environment, RollbackPlan.Change plan, Optional<Revision> commit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("environment", environment.name());
    json.put("to", plan.target().revision().id());
    json.put("head", plan.head().id());
    json.put(
        "takesBack",
        plan.takenBack().commits().stream().map(each -> named(each.commit())).toList());
    json.put("diff", plan.diff());
    json.put("message", plan.message());
    commit.ifPresent(written -> json.put("commit", written.id()));
    json.put("suspended", environment.suspended().isPresent());
    return json;
  }

  private static Map<String, String> named(Commit commit) {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("revision", commit.revision().id());
    named.put("subject", commit.subject());
    named.put("author", commit.author());
    return named;
  }
}
