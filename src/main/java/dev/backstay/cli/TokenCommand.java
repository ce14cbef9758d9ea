package dev.backstay.cli;

import dev.backstay.http.access.AccessToken;
import dev.backstay.http.access.Role;
import dev.backstay.http.access.TokenLine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "token",
    description = {
      "Make a token for the page and the API, and the line that lets it in.",
      "The token is shown once and kept nowhere; the line holds only its hash.",
      "Add the line to the file that http.tokenFile names: it counts from then on, and no longer once"
          + " it is taken out."
    },
    exitCodeList = {"0:here is a token", "2:wrong use"},
    footer = {"  backstay token ada --role operate", "  backstay token ci --role operate -o json"},
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Whose it is; recorded with all that is done with it.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "What it is good for, one of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "read")
  private Role role = Role.READ;

  @Override
  public Integer call() {
    if (!TokenLine.isName(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "NAME is 1 to 63 letters, digits and . _ @ - that begin with a letter or digit");
    }
    AccessToken token = AccessToken.random();
    String line = token.line(name, role);
    PrintWriter out = spec.commandLine().getOut();
    if (output.get().isDocument()) {
      ObjectNode document = JsonMapper.shared().createObjectNode();
      document.put("name", name).put("role", role.toString());
      document.put("token", token.secret()).put("line", line);
      out.println(output.get().document(document));
    } else {
      out.println("Token of " + name + ", to be kept like a password:");
      out.println();
      out.println("  " + token.secret());
      out.println();
      out.println("Line for the agent's token file (http.tokenFile):");
      out.println();
      out.println("  " + line);
    }
    out.flush();
    return Backstay.FINE;
  }
}
