package dev.backstay.http.webhook;

import dev.backstay.config.WebhookProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides what a delivery is worth: first whether it is genuine, and only then what it says. What
 * it can do at most is to have the git server asked.
 */
public final class Intake {
  private final String branch;
  private final WakeUps wakeUps;
  private final Repeats repeats;

  /**
   * Takes webhooks for a branch.
   *
   * @param nanos a clock that only goes on, such as {@link System#nanoTime}
   */
  public Intake(String branch, WakeUps wakeUps, LongSupplier nanos) {
    this.branch = branch;
    this.wakeUps = wakeUps;
    this.repeats = new Repeats(nanos);
  }

  /** What is wrong with a provider's secret, if anything is. */
  public static Optional<String> objectionTo(Path secretFile) {
    try {
      Secrets.in(secretFile);
      return Optional.empty();
    } catch (Secrets.Unusable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Takes a delivery, and wakes the poller if it says that the branch has moved.
   *
   * @param at when it came
   */
  public Answer take(Delivery delivery, Path secretFile, Instant at) {
    Secrets secrets;
    try {
      secrets = Secrets.in(secretFile);
    } catch (Secrets.Unusable _) {
      String key = "http.webhooks." + delivery.provider().word() + ".secretFile";
      return Answer.news(
          Outcome.MISCONFIGURED, "the secret cannot be used: see " + key + " and the agent's log");
    }
    return switch (Authenticity.of(delivery, secrets, at)) {
      case Proof.Genuine(String mark) -> genuine(delivery, mark, at);
      case Proof.Missing(String expected) ->
          Answer.news(
              Outcome.REFUSED, "it is not signed: " + expected + " is missing" + hint(delivery));
      case Proof.Wrong _ ->
          Answer.news(
              Outcome.REFUSED,
              "it is signed with another secret, in another way, or too long ago" + hint(delivery));
    };
  }

  private static String hint(Delivery delivery) {
    return delivery.provider() == WebhookProvider.GENERIC
        ? ""
        : "; set the secret in the settings of the webhook";
  }

  private Answer genuine(Delivery delivery, String mark, Instant at) {
    return switch (Event.of(delivery)) {
      case Event.Ping _ ->
          Answer.news(Outcome.PING, "webhooks arrive and are signed as they should be");
      case Event.Other _ -> Answer.of(Outcome.IGNORED, "only pushes are of concern here");
      case Event.Unreadable _ ->
          Answer.news(Outcome.MALFORMED, "it is a push, and does not say in JSON of which ref");
      case Event.Push(String ref) when isElsewhere(ref) ->
          Answer.of(Outcome.IGNORED, "it is about another ref than the branch " + branch);
      case Event.Push _ when repeats.isRepeated(mark) ->
          Answer.of(Outcome.REPEATED, "the same was here a short time ago");
      case Event.Push _ -> wake(at);
    };
  }

  private boolean isElsewhere(String ref) {
    return !ref.isEmpty() && !ref.equals(PushBody.BRANCHES + branch) && !ref.equals(branch);
  }

  private Answer wake(Instant at) {
    return wakeUps.ask(at)
        ? Answer.news(Outcome.WOKEN, "the config repo is looked at now")
        : Answer.of(Outcome.WOKEN, "the config repo is looked at in a second, for several at once");
  }
}
