package dev.backstay.notify;

import java.time.Duration;
import java.util.Optional;

/** What became of one try to send a status. */
sealed interface Answer {
  record Taken() implements Answer {}

  /** It would be refused again. */
  record Refused(String why) implements Answer {}

  /**
   * It may be taken later.
   *
   * @param after what the service asks for, if it does
   */
  record NotNow(String why, Optional<Duration> after) implements Answer {}
}
