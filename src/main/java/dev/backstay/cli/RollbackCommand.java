package dev.backstay.cli;

import dev.backstay.change.Rollback;
import dev.backstay.change.RollbackPlan;
import dev.backstay.change.RollbackRequest;
import dev.backstay.cli.ConfigRepoOptions.Place;
import dev.backstay.git.CommitWriter;
import dev.backstay.git.Identity;
import dev.backstay.git.NewCommit;
import dev.backstay.git.Remote;
import dev.backstay.git.Written;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "rollback",
    description = {
      "Bring an environment's folder back to what it was at another commit.",
      "",
      "Writes an ordinary commit on top of the branch, never with force. All else in the config "
          + "repo stays. What is taken back, and the diff, is shown first."
    },
    footer = {
      "  backstay rollback production --push --wait",
      "  backstay rollback production --to 3f2a1c9 --reason incident --branch back"
    },
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  private static final Duration GIT_TIMEOUT = Duration.ofSeconds(20);
  private static final String DEFAULT_BRANCH = "main";

  private final Question question;
  private final Clock clock = Clock.systemUTC();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private ConfigRepoOptions configRepo = new ConfigRepoOptions();

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--to",
      paramLabel = "REV",
      description =
          "The commit whose state comes back (default: the last healthy one before this one).")
  private @Nullable String to;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the commit's message.",
      defaultValue = "")
  private String reason = "";

  @Option(names = "--push", description = "Push the commit to the branch that is deployed.")
  private boolean push;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "Give the commit to a new branch, for a pull request.")
  private @Nullable String newBranch;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(names = "--wait", description = "After a push, wait for the outcome.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Give up after so long, as 30s or 5m (default: ${DEFAULT-VALUE}).",
      converter = Timeouts.class,
      defaultValue = "10m")
  private Duration timeout = Duration.ofMinutes(10);

  RollbackCommand() {
    this(Question.atTerminal());
  }

  RollbackCommand(Question question) {
    this.question = question;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUse();
    Optional<AgentMemory> agent = agent();
    Place place = configRepo.place(environment, agent);
    Identity author = author(place);
    RollbackRequest request =
        new RollbackRequest(
            environment,
            place.path(),
            Optional.ofNullable(to),
            reason,
            agent.map(AgentMemory::deployed).orElse(List.of()));
    try (CommitWriter writer = open(place)) {
      return switch (Rollback.plan(writer, request)) {
        case RollbackPlan.Impossible(String why) -> failed(why);
        case RollbackPlan.Nothing nothing ->
            said(
                environment
                    + "  is at "
                    + nothing.target().revision().shortId()
                    + " already: there is nothing to roll back");
        case RollbackPlan.Change plan -> {
          new RollbackText(out(), clock.instant()).print(environment, plan);
          yield decide(writer, plan, place, author, agent);
        }
      };
    }
  }

  private void checkUse() {
    if (wait && (!push || newBranch != null)) {
      throw new ParameterException(spec.commandLine(), "--wait needs --push, without --branch");
    }
    if (newBranch != null) {
      try {
        NewCommit.checkBranch(newBranch);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  private Identity author(Place place) {
    try {
      return configRepo.author(place);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** An agent that does not answer is missed only where nothing else says what it would. */
  private Optional<AgentMemory> agent() throws IOException {
    boolean needsNone = !wait && to != null && configRepo.standAlone();
    if (needsNone && server.ifGiven().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AgentMemory.ask(server.client(), environment));
    } catch (IOException e) {
      if (!needsNone) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private CommitWriter open(Place place) throws IOException {
    Optional<Path> clone = place.workClone();
    if (clone.isPresent()) {
      return push
          ? CommitWriter.inAndPush(clone.get(), place.base())
          : CommitWriter.in(clone.get());
    }
    String base = place.base().orElse(DEFAULT_BRANCH);
    return CommitWriter.at(
        new Remote(place.location(), base, place.credentials(), place.proxy(), GIT_TIMEOUT), clock);
  }

  private int decide(
      CommitWriter writer,
      RollbackPlan.Change plan,
      Place place,
      Identity author,
      Optional<AgentMemory> agent)
      throws IOException, InterruptedException {
    if (place.workClone().isEmpty() && !push && newBranch == null) {
      return said(
          "Nothing was written: --push gives this to "
              + place.base().orElse(DEFAULT_BRANCH)
              + ", --branch NAME to a branch of its own.");
    }
    if (!yes) {
      Optional<Boolean> answer = question.ask("Write this commit?");
      if (answer.isEmpty()) {
        err().println("error: there is no terminal to ask at: say --yes to go on without asking");
        err().flush();
        return Backstay.WRONG_USE;
      }
      if (!answer.get()) {
        return said("Nothing was written.");
      }
    }
    Written written =
        writer.write(
            new NewCommit(
                plan.head(),
                place.path(),
                plan.target().revision(),
                plan.message(),
                author,
                Optional.ofNullable(newBranch)));
    return switch (written) {
      case Written.Refused(String why) -> failed(why + hint(place));
      case Written.FolderChanged changed ->
          failed(
              place.path()
                  + " was changed meanwhile, by "
                  + changed.newHead()
                  + " or before it: nothing was written; look again");
      case Written.Done done -> done(done, place, agent);
    };
  }

  private String hint(Place place) {
    return push && newBranch == null
        ? " (nothing was pushed to "
            + place.base().orElse(DEFAULT_BRANCH)
            + "; for a protected branch use --branch NAME and open a pull request)"
        : "";
  }

  private int done(Written.Done done, Place place, Optional<AgentMemory> agent)
      throws IOException, InterruptedException {
    boolean pushed = push || place.workClone().isEmpty();
    said(
        environment
            + "  "
            + done.commit()
            + (pushed ? " pushed to " : " committed to ")
            + done.branch());
    if (!done.note().isEmpty()) {
      said("  " + done.note());
    }
    if (!pushed) {
      return said("  push it: git -C " + place.location() + " push origin " + done.branch());
    }
    if (newBranch != null) {
      return said("  open a pull request from there to " + place.base().orElse(DEFAULT_BRANCH));
    }
    String suspended = agent.map(AgentMemory::suspended).orElse("");
    if (!suspended.isEmpty()) {
      return said(
          environment
              + "  is "
              + suspended
              + ": nothing follows until backstay resume "
              + environment);
    }
    return wait ? follow(done) : Backstay.FINE;
  }

  private int follow(Written.Done done) throws IOException, InterruptedException {
    RollbackOutcome.Ended ended =
        new RollbackOutcome(server.client(), environment, clock).await(done.commit().id(), timeout);
    ended.lines().forEach(this::said);
    return ended.isFine() ? Backstay.FINE : Backstay.FAILED;
  }

  private int said(String line) {
    out().println(line);
    out().flush();
    return Backstay.FINE;
  }

  private int failed(String why) {
    err().println("error: " + why);
    err().flush();
    return Backstay.FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
