package dev.backstay.sync;

import java.util.List;

/**
 * What a sync means to its users.
 *
 * @param from the revision that was deployed before, or half-way deployed; empty if there was none
 * @param to the revision that first deployed the state it goes to; empty where that state is new
 * @param reverts the revisions that it takes back, newest first; bounded
 */
public record Change(Kind kind, String from, String to, List<String> reverts) {
  /** Before anything is known of it. */
  static final Change NONE = deploy("");

  public Change {
    reverts = List.copyOf(reverts);
  }

  /** In the words of the field. */
  public enum Kind {
    /** To a state that was not there before. */
    DEPLOY("deploy"),
    /** To a state that was deployed before. */
    ROLLBACK("rollback"),
    /** To a new state: commits that were deployed are taken back, others stay. */
    PARTIAL_ROLLBACK("partial rollback"),
    /** Away again from a state that a rollback had gone to. */
    ROLL_FORWARD("roll forward"),
    /** No commit: what was changed outside of git was taken back. */
    DRIFT_CORRECTION("drift correction");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  static Change deploy(String from) {
    return new Change(Kind.DEPLOY, from, "", List.of());
  }

  /** Whether deployed commits are taken back, all or some. */
  public boolean isRollback() {
    return kind == Kind.ROLLBACK || kind == Kind.PARTIAL_ROLLBACK;
  }

  /** {@code rolled back to 3f2a1c9}, {@code synced}: when it is done. */
  public String doneWords() {
    String goal = to.isEmpty() ? "" : " to " + Commits.shortId(to);
    return switch (kind) {
      case DEPLOY, DRIFT_CORRECTION -> "synced";
      case ROLLBACK -> "rolled back" + goal;
      case PARTIAL_ROLLBACK -> "partly rolled back";
      case ROLL_FORWARD -> "rolled forward" + goal;
    };
  }

  /** {@code rollback to 3f2a1c9}, {@code partial rollback of 7c1e0d2}, {@code deploy}. */
  public String words() {
    if (kind == Kind.PARTIAL_ROLLBACK && !reverts.isEmpty()) {
      String first = kind.word() + " of " + Commits.shortId(reverts.getFirst());
      return reverts.size() == 1 ? first : first + " and " + (reverts.size() - 1) + " more";
    }
    return to.isEmpty() ? kind.word() : kind.word() + " to " + Commits.shortId(to);
  }
}
