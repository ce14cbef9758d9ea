package dev.backstay.http.page;

import dev.backstay.sync.Commits;
import dev.backstay.sync.HistoryEntry;
import java.util.ArrayList;
import java.util.List;

/** An entry of an environment's history, with words instead of values. */
public record Entry(String environment, HistoryEntry entry) {
  private static final int MOST_OBJECTS = 200;

  public String href() {
    return Links.sync(environment, entry.number());
  }

  public String symbol() {
    return Marks.of(entry);
  }

  public String revision() {
    return Commits.shortId(entry.revision());
  }

  /** The subject of its commit; for drift, who wrote. */
  public String subject() {
    return entry.isSync() ? entry.subject() : "written by " + entry.author();
  }

  public String seconds() {
    return PhaseBar.words(entry.seconds());
  }

  /** {@code 1 configured, rolled back by #14}. */
  public String remarks() {
    List<String> remarks = new ArrayList<>();
    if (entry.counts().changed() > 0) {
      remarks.add(entry.counts().words());
    }
    if (entry.isFailed()) {
      remarks.add("rolled back by #" + entry.rolledBackBy());
    }
    if (entry.ending().leftoverCount() > 0) {
      remarks.add(entry.ending().leftoverCount() + " left behind");
    }
    if (!entry.errors().isEmpty()) {
      remarks.add(entry.errors().size() == 1 ? "1 error" : entry.errors().size() + " errors");
    }
    return String.join(", ", remarks);
  }

  public List<String> objects() {
    return entry.objects().stream().limit(MOST_OBJECTS).toList();
  }

  public int moreObjects() {
    return Math.max(0, entry.objects().size() - MOST_OBJECTS);
  }

  public PhaseBar phases() {
    return PhaseBar.of(entry.phases());
  }

  public boolean hasDiff() {
    return entry.isSync() && !entry.change().from().isEmpty();
  }

  public String diffHref() {
    return Links.diff(environment, entry.change().from(), entry.revision());
  }

  /** What it went to or took back; empty if it simply deployed. */
  public String meaning() {
    return switch (entry.change().kind()) {
      case DEPLOY, DRIFT_CORRECTION -> "";
      case ROLLBACK, PARTIAL_ROLLBACK, ROLL_FORWARD -> entry.change().words();
    };
  }

  /** Whether it is proven that nothing else is there. */
  public String completeness() {
    if (!entry.change().isRollback()) {
      return "";
    }
    return entry.isComplete()
        ? "complete: the cluster holds what the folder says, all of it healthy, and nothing else"
        : "not complete";
  }
}
