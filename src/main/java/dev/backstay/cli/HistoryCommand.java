package dev.backstay.cli;

import dev.backstay.cli.show.Entry;
import dev.backstay.cli.show.Env;
import dev.backstay.cli.show.HistoryTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "history",
    description = {
      "Show what happened to an environment, or to all, newest first: deployments, rollbacks and"
          + " corrections.",
      "It asks the agent, or where no address is given, reads in the cluster what the agent wrote"
          + " down there."
    },
    exitCodeList = {
      "0:it was shown",
      "1:nobody answers, or there is no such environment",
      "2:wrong use"
    },
    footer = {
      "  backstay history production",
      "  backstay history --limit 5 -o wide production",
      "  backstay history production -o json"
    },
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
  private static final int USUAL_LIMIT = 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private Backstay backstay = new Backstay();
  @Mixin private SourceOptions sources = new SourceOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ENV",
      description = "The environment (default: all).")
  private @Nullable String environment;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: 20; with json and yaml: all).")
  private @Nullable Integer limit;

  @Override
  public Integer call() throws IOException {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    try (StatusSource source = sources.open()) {
      if (output.get().isDocument()) {
        spec.commandLine().getOut().println(output.get().document(document(source)));
        spec.commandLine().getOut().flush();
      } else {
        source.remark().ifPresent(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        show(entries(source));
      }
      return Backstay.FINE;
    }
  }

  /** Of one environment what the API answers, of all a list of it. */
  private JsonNode document(StatusSource source) throws IOException {
    if (environment != null) {
      return limited(source.history(environment));
    }
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    ArrayNode all = answer.putArray("environments");
    for (Env env : Env.listed(source.environments())) {
      ObjectNode one = all.addObject().put("name", env.name());
      one.set("history", limited(source.history(env.name())).path("history"));
    }
    return answer;
  }

  private JsonNode limited(JsonNode answer) {
    if (limit != null && answer.path("history") instanceof ArrayNode history) {
      while (history.size() > limit) {
        history.remove(history.size() - 1);
      }
    }
    return answer;
  }

  private List<Entry> entries(StatusSource source) throws IOException {
    if (environment != null) {
      return Entry.listed(environment, source.history(environment));
    }
    List<Entry> all = new ArrayList<>();
    for (Env env : Env.listed(source.environments())) {
      all.addAll(Entry.listed(env.name(), source.history(env.name())));
    }
    all.sort(Comparator.comparing((Entry e) -> e.finished().orElse(Instant.EPOCH)).reversed());
    return all;
  }

  private void show(List<Entry> entries) {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = backstay.terminal();
    int shown = Math.min(entries.size(), limit == null ? USUAL_LIMIT : limit);
    HistoryTable.of(
            entries.subList(0, shown),
            Instant.now(),
            environment == null,
            output.get() == Output.WIDE)
        .lines(terminal.size().get().columns(), terminal.hasColours())
        .forEach(out::println);
    String rest = shown < entries.size() ? shown + " of " + entries.size() + " shown; " : "";
    out.println();
    out.println(rest + HistoryTable.summary(entries));
    out.flush();
  }
}
