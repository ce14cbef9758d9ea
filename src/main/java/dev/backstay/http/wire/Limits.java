package dev.backstay.http.wire;

import java.time.Duration;

/**
 * What one port takes upon itself.
 *
 * @param connections open at the same time
 * @param connectionsPerAddress of them from one address
 * @param head longest time from the opening of a connection, or the answer before, to the end of a
 *     request's head; so also the longest rest of a connection
 * @param body longest time from there to the end of the request
 * @param answer longest time from there until all of the answer is taken
 */
public record Limits(
    int connections, int connectionsPerAddress, Duration head, Duration body, Duration answer) {
  /** Of the port of page and API. */
  public static final Limits PUBLIC =
      new Limits(512, 64, Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(30));

  /** Of the port of probes and metrics; a scraper may rest for a minute between two looks. */
  public static final Limits PROBES =
      new Limits(128, 64, Duration.ofSeconds(90), Duration.ofSeconds(5), Duration.ofSeconds(30));
}
