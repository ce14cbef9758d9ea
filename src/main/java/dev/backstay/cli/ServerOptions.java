package dev.backstay.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the agent is. */
final class ServerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The agent's address, as http://127.0.0.1:8080; also BACKSTAY_SERVER.",
      defaultValue = "${env:BACKSTAY_SERVER:-}")
  private String server = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token for commands that change something.")
  private @Nullable Path tokenFile;

  /** The agent, for what only a running one can do. */
  AgentClient client() {
    return ifGiven()
        .orElseThrow(
            () ->
                wrongUse(
                    "this is asked of the agent, a kubeconfig is not enough:"
                        + " say where it is with --server or BACKSTAY_SERVER"));
  }

  /** The agent, if its address is known. */
  Optional<AgentClient> ifGiven() {
    return server.isEmpty()
        ? Optional.empty()
        : Optional.of(new AgentClient(address(), Optional.ofNullable(tokenFile)));
  }

  /** Whether the address was typed, and not only found in the environment. */
  boolean isTyped() {
    return spec.commandLine().getParseResult().hasMatchedOption("--server");
  }

  private URI address() {
    try {
      URI address = URI.create(server);
      String scheme = String.valueOf(address.getScheme());
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw wrongUse("--server is an address such as http://127.0.0.1:8080, not " + server);
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
