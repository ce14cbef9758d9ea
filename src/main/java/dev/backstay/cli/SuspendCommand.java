package dev.backstay.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "suspend",
    description = {
      "Leave an environment as it is, at once.",
      "Commits are read and shown, and nothing is written until it is resumed."
    },
    footer = "  backstay suspend production --token-file ./token --reason maintenance",
    mixinStandardHelpOptions = true)
final class SuspendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for those who wonder.",
      defaultValue = "")
  private String reason = "";

  @Option(
      names = "--until",
      paramLabel = "TIME|DURATION",
      description = "When it ends by itself, such as 2h or 2026-05-04T18:00:00Z.",
      defaultValue = "")
  private String until = "";

  @Override
  public Integer call() throws IOException {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("by", Caller.name()).put("reason", reason).put("until", until);
    JsonNode answer =
        server.client().post("/api/v1/environments/" + environment + "/suspend", body);
    spec.commandLine()
        .getOut()
        .println(environment + " suspended (" + words(answer.path("suspended")) + ")");
    spec.commandLine().getOut().flush();
    return Backstay.FINE;
  }

  /** {@code Ada@host: maintenance, until 2026-05-04T18:00:00Z}. */
  private static String words(JsonNode suspended) {
    String why = suspended.path("reason").asString("");
    String end = suspended.path("until").asString("");
    return suspended.path("by").asString("")
        + (why.isEmpty() ? "" : ": " + why)
        + (end.isEmpty() ? "" : ", until " + end);
  }
}
