package dev.backstay.cli;

import dev.backstay.cli.show.Env;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Looks at environments again and again until what is waited for has come. Whoever does not answer
 * for a while, as an agent that is just being replaced, is asked on.
 *
 * @param environment empty for all
 * @param timeout empty: as long as it takes
 */
record Follow(
    StatusSource source,
    Optional<String> environment,
    FollowView view,
    Optional<Duration> timeout) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How the following ended. */
  sealed interface End {
    /** What was waited for came. */
    record Came(JsonNode answer, List<Env> environments) implements End {}

    record TimedOut() implements End {}
  }

  End until(Predicate<List<Env>> isOver) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long answered = begun;
    boolean hasAnswered = false;
    while (true) {
      try {
        JsonNode answer = source.environments();
        List<Env> environments = Selection.of(answer, environment);
        hasAnswered = true;
        answered = System.nanoTime();
        view.show(answer, environments);
        if (isOver.test(environments)) {
          return new End.Came(answer, environments);
        }
      } catch (NoAnswer e) {
        if (!hasAnswered || since(answered).compareTo(PATIENCE) > 0) {
          throw e;
        }
        view.trouble(String.valueOf(e.getMessage()));
      }
      if (timeout.filter(most -> since(begun).compareTo(most) >= 0).isPresent()) {
        return new End.TimedOut();
      }
      Thread.sleep(source.pause());
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
