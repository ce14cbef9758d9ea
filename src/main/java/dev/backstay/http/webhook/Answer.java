package dev.backstay.http.webhook;

/**
 * What a request to the address of a webhook is told. Nothing in it was written by who sent it.
 *
 * @param detail why, or what to do about it
 * @param isNews whether it is worth a line in the log
 */
public record Answer(Outcome outcome, String detail, boolean isNews) {
  static Answer of(Outcome outcome, String detail) {
    return new Answer(outcome, detail, false);
  }

  static Answer news(Outcome outcome, String detail) {
    return new Answer(outcome, detail, true);
  }

  /** Whether it was proven to come from who knows the secret. */
  public boolean isGenuine() {
    return switch (outcome) {
      case WOKEN, REPEATED, IGNORED, PING -> true;
      case REFUSED, MALFORMED, LIMITED, MISCONFIGURED -> false;
    };
  }
}
