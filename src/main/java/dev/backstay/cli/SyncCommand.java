package dev.backstay.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sync",
    description = "Poll the config repo at once, and end the waits of an environment.",
    mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "ENV", description = "The environment.")
  private String environment = "";

  @Option(
      names = "--accept-rewrite",
      paramLabel = "COMMIT",
      description = "Follow the rewritten branch to this head.",
      defaultValue = "")
  private String acceptRewrite = "";

  @Override
  public Integer call() throws IOException {
    String query =
        acceptRewrite.isEmpty()
            ? ""
            : "?accept-rewrite=" + URLEncoder.encode(acceptRewrite, StandardCharsets.UTF_8);
    server.client().post("/api/v1/environments/" + environment + "/sync" + query);
    spec.commandLine().getOut().println("environment/" + environment + " sync requested");
    spec.commandLine().getOut().flush();
    return Backstay.FINE;
  }
}
