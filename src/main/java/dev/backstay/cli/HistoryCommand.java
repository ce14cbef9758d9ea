package dev.backstay.cli;

import dev.backstay.sync.Ages;
import dev.backstay.sync.Commits;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "history",
    description = "Show the syncs of an environment, newest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 20).")
  private int limit = 20;

  @Option(
      names = {"-o", "--output"},
      description = "One of: ${COMPLETION-CANDIDATES}.",
      defaultValue = "TABLE")
  private Output output = Output.TABLE;

  @Override
  public Integer call() throws IOException {
    JsonNode answer = server.client().get("/api/v1/environments/" + environment + "/history");
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      out.println(answer.toPrettyString());
      out.flush();
      return Backstay.FINE;
    }
    Table table =
        new Table("#", "AGE", "REVISION", "CHANGE", "OUTCOME", "TOOK", "AUTHOR", "SUBJECT");
    int shown = 0;
    for (JsonNode entry : answer.path("history")) {
      if (shown++ < limit) {
        table.row(cells(entry));
      }
    }
    table.print(out);
    return Backstay.FINE;
  }

  private static String[] cells(JsonNode entry) {
    JsonNode change = entry.path("change");
    String to = change.path("to").asString("");
    double took = 0;
    for (JsonNode phase : entry.path("phases")) {
      took += phase.asDouble(0);
    }
    return new String[] {
      Integer.toString(entry.path("number").asInt(0)),
      Ages.between(Instant.parse(entry.path("finished").asString("")), Clock.systemUTC().instant()),
      Commits.shortId(entry.path("revision").asString("")),
      change.path("kind").asString("") + (to.isEmpty() ? "" : " to " + Commits.shortId(to)),
      entry.path("outcome").asString(""),
      String.format(java.util.Locale.ROOT, "%.1fs", took),
      Text.orDash(entry.path("author").asString("")),
      Text.cut(entry.path("subject").asString(""))
    };
  }
}
