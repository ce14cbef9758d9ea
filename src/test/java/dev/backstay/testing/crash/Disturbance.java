package dev.backstay.testing.crash;

/** What goes wrong in one run of a scenario, once. Numbers count from 1. */
sealed interface Disturbance {
  /** Which of the requests or events it is. */
  int number();

  /** Whether another agent must go on. */
  default boolean endsTheAgent() {
    return switch (this) {
      case CutBeforeWrite _, CutAfterWrite _ -> true;
      case StaleRead _, OldWatch _, DroppedEvent _, DoubledEvent _ -> false;
    };
  }

  /** The agent is gone, and its write was never made. */
  record CutBeforeWrite(int number) implements Disturbance {}

  /** The agent is gone, and never learns that its write was made. */
  record CutAfterWrite(int number) implements Disturbance {}

  /** A list or an object is given as it was earlier. */
  record StaleRead(int number, Age age) implements Disturbance {}

  /** A watch begins earlier than was asked for, so that it tells again what is long over. */
  record OldWatch(int number, Age age) implements Disturbance {}

  record DroppedEvent(int number) implements Disturbance {}

  record DoubledEvent(int number) implements Disturbance {}

  /** How old. */
  enum Age {
    /** Before this scenario began. */
    BEFORE_THIS,
    /** Before the scenario that came before it began. */
    BEFORE_THE_LAST
  }
}
