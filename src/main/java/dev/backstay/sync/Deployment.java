package dev.backstay.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * The little that is remembered of a deployment for long: enough to recognize its state again.
 *
 * @param tree git's id of the folder
 * @param revision the newest commit that had changed it
 * @param at when it was deployed, in seconds
 */
public record Deployment(String tree, String revision, Instant at) {

  /** One line. */
  String format() {
    return tree + " " + revision + " " + at.getEpochSecond();
  }

  /** Empty for a line that is none. */
  static Optional<Deployment> parse(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Deployment(parts[0], parts[1], Instant.ofEpochSecond(Long.parseLong(parts[2]))));
    } catch (NumberFormatException | java.time.DateTimeException _) {
      return Optional.empty();
    }
  }
}
