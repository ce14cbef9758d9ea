package dev.backstay.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the agent is. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The agent's address (default: ${DEFAULT-VALUE}; also BACKSTAY_SERVER).",
      defaultValue = "${env:BACKSTAY_SERVER:-http://127.0.0.1:8080}")
  private URI server = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token for commands that change something.")
  private @Nullable Path tokenFile;

  AgentClient client() {
    return new AgentClient(server, Optional.ofNullable(tokenFile));
  }
}
