package dev.backstay.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where commands that only look get what they show: from the agent, else from the cluster. */
final class SourceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Without an agent's address: read the cluster of this kubeconfig (default: KUBECONFIG, or"
              + " ~/.kube/config).")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the kubeconfig (default: its current one).")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Read the environments of this namespace only (default: of all).")
  private @Nullable String namespace;

  StatusSource open() {
    boolean wantsCluster = kubeconfig != null || context != null || namespace != null;
    Optional<AgentClient> agent = server.ifGiven();
    if (wantsCluster && server.isTyped()) {
      throw new ParameterException(
          spec.commandLine(),
          "--server asks the agent; --kubeconfig, --context and --namespace read the cluster:"
              + " use one of both");
    }
    if (agent.isPresent() && !wantsCluster) {
      return new AgentSource(agent.get());
    }
    try {
      return ClusterSource.open(
          Optional.ofNullable(kubeconfig),
          Optional.ofNullable(context),
          Optional.ofNullable(namespace));
    } catch (IllegalStateException e) {
      throw new ParameterException(
          spec.commandLine(),
          e.getMessage()
              + "; say where the agent is with --server or BACKSTAY_SERVER, or name a kubeconfig",
          e);
    }
  }
}
