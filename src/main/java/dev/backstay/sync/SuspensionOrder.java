package dev.backstay.sync;

/** What somebody wants of an environment's suspension. */
public sealed interface SuspensionOrder {
  /**
   * Nothing more is written, from now on. One that is suspended already takes over the new words.
   */
  record Suspend(Suspension suspension) implements SuspensionOrder {}

  /**
   * It goes on at once, with the newest commit.
   *
   * @param by who says so
   */
  record Resume(String by) implements SuspensionOrder {}

  /** {@code suspended by Ada@host: maintenance}. */
  default String words() {
    return switch (this) {
      case Suspend(Suspension suspension) -> "suspended by " + suspension.words();
      case Resume(String by) -> "resumed by " + by;
    };
  }
}
