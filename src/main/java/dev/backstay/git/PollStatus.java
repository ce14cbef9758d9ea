package dev.backstay.git;

import java.time.Instant;
import java.util.Optional;

/**
 * How the polling of the config repo stands.
 *
 * @param head the newest commit that was fetched
 * @param lastSuccess when the git server last answered and all was fetched
 * @param lastError why the last poll failed; empty when it did not
 * @param failuresInRow polls that failed since the last success
 * @param lastAttempt when the last poll began
 */
public record PollStatus(
    Optional<Revision> head,
    Optional<Instant> lastSuccess,
    Optional<String> lastError,
    int failuresInRow,
    Optional<Instant> lastAttempt) {

  PollStatus attempted(Instant at) {
    return new PollStatus(head, lastSuccess, lastError, failuresInRow, Optional.of(at));
  }

  PollStatus succeeded(Revision newHead, Instant at) {
    return new PollStatus(Optional.of(newHead), Optional.of(at), Optional.empty(), 0, lastAttempt);
  }

  PollStatus failed(String error) {
    return new PollStatus(head, lastSuccess, Optional.of(error), failuresInRow + 1, lastAttempt);
  }
}
