package dev.backstay.http.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What became of a request to the address of a webhook. */
public enum Outcome {
  /** The config repo is looked at now, or as soon as it was looked at for another one. */
  WOKEN(202),
  /** It was here before. */
  REPEATED(202),
  /** It is about something that cannot move the branch. */
  IGNORED(202),
  /** The provider tries whether its webhooks arrive. */
  PING(200),
  /** It is not proven to come from who knows the secret. */
  REFUSED(401),
  /** It cannot be read. */
  MALFORMED(400),
  /** There have been too many from its address. */
  LIMITED(429),
  /** The agent's own secret cannot be used. */
  MISCONFIGURED(503);

  private final int status;

  Outcome(int status) {
    this.status = status;
  }

  /** All of them, as they are told and counted. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Outcome::word).toList();
  }

  /** The HTTP status of its answer. */
  public int status() {
    return status;
  }

  /** As it is told and counted. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
