package dev.backstay.cli;

import dev.backstay.sync.Ages;
import dev.backstay.sync.Commits;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = "Show which commit runs where, and whether it is healthy.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "ENV", description = "Only this one.")
  private @Nullable String environment;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on, a line for each change, until all are at rest.")
  private boolean watch;

  @Option(
      names = {"-o", "--output"},
      description = "One of: ${COMPLETION-CANDIDATES}.",
      defaultValue = "TABLE")
  private Output output = Output.TABLE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    AgentClient client = server.client();
    JsonNode answer = client.get("/api/v1/environments");
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      out.println(answer.toPrettyString());
      out.flush();
      return Backstay.FINE;
    }
    if (watch) {
      answer = follow(client, out);
    }
    print(selected(answer), out);
    return Backstay.FINE;
  }

  private List<JsonNode> selected(JsonNode answer) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    answer.path("environments").forEach(all::add);
    if (environment == null) {
      return all;
    }
    List<JsonNode> named =
        all.stream().filter(e -> e.path("name").asString("").equals(environment)).toList();
    if (named.isEmpty()) {
      throw new IOException("there is no environment " + environment);
    }
    return named;
  }

  private JsonNode follow(AgentClient client, PrintWriter out)
      throws IOException, InterruptedException {
    List<String> told = List.of();
    while (true) {
      JsonNode answer = client.get("/api/v1/environments");
      List<JsonNode> selected = selected(answer);
      List<String> lines = selected.stream().flatMap(e -> progress(e).stream()).toList();
      for (String line : lines) {
        if (!told.contains(line)) {
          out.println(line);
          out.flush();
        }
      }
      told = lines;
      if (selected.stream().noneMatch(StatusCommand::isBusy)) {
        return answer;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static boolean isBusy(JsonNode environment) {
    return switch (environment.path("state").asString("")) {
      case "synced", "degraded", "failed", "refused" -> false;
      default -> true;
    };
  }

  private static List<String> progress(JsonNode environment) {
    String name = environment.path("name").asString("");
    List<String> lines = new ArrayList<>();
    lines.add(name + "  " + environment.path("state").asString(""));
    environment
        .path("health")
        .path("unhealthy")
        .forEach(
            o ->
                lines.add(
                    name
                        + "  "
                        + o.path("object").asString("")
                        + "  "
                        + o.path("message").asString("")));
    return lines;
  }

  private static void print(List<JsonNode> environments, PrintWriter out) {
    Table table =
        new Table("ENVIRONMENT", "STATE", "REVISION", "SUBJECT", "AGE", "HEALTH", "BEHIND");
    for (JsonNode environment : environments) {
      JsonNode deployed = environment.path("deployed");
      long behind = environment.path("seen").path("commitsBehind").asLong(0);
      table.row(
          environment.path("name").asString(""),
          environment.path("state").asString(""),
          Text.orDash(Commits.shortId(deployed.path("revision").asString(""))),
          Text.orDash(Text.cut(deployed.path("subject").asString(""))),
          age(deployed.path("at").asString("")),
          health(environment),
          behind == 0 ? "-" : behind + (behind == 1 ? " commit" : " commits"));
    }
    table.print(out);
    for (JsonNode environment : environments) {
      for (JsonNode error : environment.path("errors")) {
        out.println();
        out.println(environment.path("name").asString("") + "  " + Text.error(error));
      }
    }
    out.flush();
  }

  private static String health(JsonNode environment) {
    JsonNode health = environment.path("health");
    long healthy = health.path("healthy").asLong(0);
    long all = healthy + health.path("unhealthy").size();
    return healthy == all ? healthy + " healthy" : healthy + " of " + all + " healthy";
  }

  private static String age(String time) {
    return time.isEmpty() ? "-" : Ages.between(Instant.parse(time), Clock.systemUTC().instant());
  }
}
