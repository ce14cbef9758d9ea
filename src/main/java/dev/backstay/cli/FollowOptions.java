package dev.backstay.cli;

import dev.backstay.cli.Follow.End;
import dev.backstay.cli.show.Env;
import dev.backstay.cli.show.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** How long commands that follow a sync wait, and what their exit code says. */
final class FollowOptions {
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Give up after so long, as 30s or 5m (default: 0, as long as it takes).",
      converter = Timeouts.class,
      defaultValue = "0")
  private Duration timeout = Duration.ZERO;

  Optional<Duration> timeout() {
    return timeout.isZero() ? Optional.empty() : Optional.of(timeout);
  }

  /** Follows to the end, and gives the exit code of a command that has nothing else to say. */
  int follow(Follow follow, Predicate<List<Env>> isOver, PrintWriter err)
      throws IOException, InterruptedException {
    return switch (follow.until(isOver)) {
      case End.TimedOut() -> {
        err.println("error: timed out waiting for the condition");
        err.flush();
        yield Backstay.FAILED;
      }
      case End.Came(var answer, var environments) -> {
        var repository = answer.path("repository");
        if (repository.path("failuresInRow").asLong(0) > 0) {
          err.println(
              "error: the config repo could not be read: "
                  + Text.plain(repository.path("lastError").asString("")));
          err.flush();
          yield Backstay.FAILED;
        }
        yield environments.stream().allMatch(Env::isSynced) ? Backstay.FINE : Backstay.FAILED;
      }
    };
  }
}
