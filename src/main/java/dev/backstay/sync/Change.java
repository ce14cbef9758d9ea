package dev.backstay.sync;

/**
 * What a sync means to its users.
 *
 * @param to the revision that first deployed the state it goes to; empty for a deploy
 */
public record Change(Kind kind, String to) {
  static final Change DEPLOY = new Change(Kind.DEPLOY, "");

  /** In the words of the field. */
  public enum Kind {
    DEPLOY("deploy"),
    ROLLBACK("rollback"),
    ROLL_FORWARD("roll forward");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** {@code rollback to 3f2a1c9}, {@code deploy}. */
  public String words() {
    return to.isEmpty() ? kind.word() : kind.word() + " to " + Commits.shortId(to);
  }
}
