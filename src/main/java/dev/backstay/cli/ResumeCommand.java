package dev.backstay.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "resume",
    description =
        "End that an environment is suspended: it goes on at once, with the newest commit.",
    footer = "  backstay resume production --token-file ./token",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Override
  public Integer call() throws IOException {
    JsonNode answer =
        server
            .client()
            .post(
                "/api/v1/environments/" + environment + "/resume",
                JsonMapper.shared().createObjectNode().put("by", Caller.name()));
    boolean changed = answer.path("changed").asBoolean(true);
    spec.commandLine()
        .getOut()
        .println(environment + (changed ? " resumed" : " was not suspended"));
    spec.commandLine().getOut().flush();
    return Backstay.FINE;
  }
}
