package dev.backstay.cli;

import dev.backstay.config.AgentConfig;
import dev.backstay.config.ConfigError;
import dev.backstay.config.ConfigReader;
import dev.backstay.config.ConfigReading;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    description = "Check the agent's configuration file; tells all errors with their lines.",
    footer = "  backstay validate --config backstay.yaml",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file (default: ${DEFAULT-VALUE}).",
      defaultValue = RunCommand.DEFAULT_CONFIG)
  private Path config = Path.of(RunCommand.DEFAULT_CONFIG);

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigReader.read(config)) {
      case ConfigReading.Valid(AgentConfig valid) -> {
        out.println(config + " is valid: " + valid.environments().size() + " environments");
        yield Backstay.FINE;
      }
      case ConfigReading.Invalid(List<ConfigError> errors) -> {
        errors.forEach(err::println);
        yield Backstay.FAILED;
      }
    };
  }
}
