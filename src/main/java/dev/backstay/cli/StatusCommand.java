package dev.backstay.cli;

import dev.backstay.cli.show.Env;
import dev.backstay.cli.show.StatusDetails;
import dev.backstay.cli.show.StatusTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = {
      "Show which commit runs where, and whether it is healthy; of one environment, everything.",
      "It asks the agent, or where no address is given, reads in the cluster what the agent wrote"
          + " down there."
    },
    exitCodeList = {
      "0:it was shown; with --watch: all are synced",
      "1:nobody answers, there is no such environment, or with --watch: one came to rest in another"
          + " state, or the time is up",
      "2:wrong use"
    },
    footer = {
      "  backstay status",
      "  backstay status production -o yaml",
      "  backstay status --watch --timeout 5m production",
      "  backstay status --kubeconfig ~/.kube/config --context prod -o wide"
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private Backstay backstay = new Backstay();
  @Mixin private SourceOptions sources = new SourceOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private FollowOptions following = new FollowOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "ENV", description = "Only this one.")
  private @Nullable String environment;

  @Option(
      names = {"-w", "--watch"},
      description =
          "Go on until all are at rest: drawn in place on a terminal, else a line for each change.")
  private boolean watch;

  @Option(
      names = "--forever",
      description = "With --watch: go on also when all are at rest, until interrupted.")
  private boolean forever;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (forever && !watch) {
      throw new ParameterException(spec.commandLine(), "--forever needs --watch");
    }
    PrintWriter err = spec.commandLine().getErr();
    Optional<String> name = Optional.ofNullable(environment);
    try (StatusSource source = sources.open()) {
      if (!output.get().isDocument()) {
        source.remark().ifPresent(err::println);
        err.flush();
      }
      if (watch) {
        return watch(source, name);
      }
      show(source.environments(), name);
      return Backstay.FINE;
    }
  }

  private int watch(StatusSource source, Optional<String> name)
      throws IOException, InterruptedException {
    Predicate<List<Env>> atRest = all -> !forever && all.stream().noneMatch(Env::isBusy);
    try (FollowView view = view(name)) {
      Follow follow = new Follow(source, name, view, following.timeout());
      return following.follow(follow, atRest, spec.commandLine().getErr());
    }
  }

  private FollowView view(Optional<String> name) {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = backstay.terminal();
    if (output.get().isDocument()) {
      return FollowView.documents(out, spec.commandLine().getErr(), output.get(), name);
    }
    return terminal.isInteractive()
        ? FollowView.live(terminal, out, InstantSource.system(), output.get() == Output.WIDE)
        : FollowView.lines(out, spec.commandLine().getErr(), InstantSource.system());
  }

  private void show(JsonNode answer, Optional<String> name) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Env> environments = Selection.of(answer, name);
    Instant now = Instant.now();
    Terminal terminal = backstay.terminal();
    int columns = terminal.size().get().columns();
    if (output.get().isDocument()) {
      out.println(output.get().document(Selection.document(answer, name)));
    } else if (name.isPresent() && output.get() == Output.TABLE) {
      for (Env env : environments) {
        StatusDetails.of(env, now).forEach(out::println);
      }
    } else {
      StatusTable.of(environments, now, output.get() == Output.WIDE)
          .lines(columns, terminal.hasColours())
          .forEach(out::println);
      List<String> reasons = StatusTable.reasons(environments);
      if (!reasons.isEmpty()) {
        out.println();
        reasons.forEach(out::println);
      }
    }
    out.flush();
  }
}
