package dev.backstay.testing.crash;

/** What an agent is in the middle of. Each begins where the one before it ended. */
public enum Scenario {
  FIRST_SYNC("first sync"),
  CHANGE("change"),
  PRUNE("prune"),
  ROLLBACK("rollback");

  private final String words;

  Scenario(String words) {
    this.words = words;
  }

  /** Also the subject of its commit. */
  @Override
  public String toString() {
    return words;
  }
}
