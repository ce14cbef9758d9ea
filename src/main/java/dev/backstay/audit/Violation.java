package dev.backstay.audit;

import java.time.OffsetDateTime;

/**
 * A promise that was not kept.
 *
 * @param environment {@code namespace/name}; empty for what belongs to none
 * @param subject the request, or the entry of the history
 */
public record Violation(
    String promise, String environment, OffsetDateTime at, String subject, String what) {

  /** One line. */
  @Override
  public String toString() {
    String where = environment.isEmpty() ? "" : " " + environment;
    return promise + " " + at + where + ": " + subject + ": " + what;
  }
}
