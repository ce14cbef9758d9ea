package dev.backstay.cli;

import ch.qos.logback.classic.Level;
import dev.backstay.config.AgentConfig;
import dev.backstay.config.ConfigError;
import dev.backstay.config.ConfigReader;
import dev.backstay.config.ConfigReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = "Run the agent until it is asked to stop.",
    exitCodeList = {
      "0:it was asked to stop",
      "1:it could not start",
      "2:wrong use, also a bad configuration"
    },
    footer = "  backstay run --config /etc/backstay/backstay.yaml",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  static final String DEFAULT_CONFIG = "/etc/backstay/backstay.yaml";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file (default: ${DEFAULT-VALUE}).",
      defaultValue = DEFAULT_CONFIG)
  private Path config = Path.of(DEFAULT_CONFIG);

  @Option(
      names = "--log-format",
      description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "TEXT")
  private Logging.Format logFormat = Logging.Format.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "ERROR, WARN, INFO or DEBUG (default: ${DEFAULT-VALUE}).",
      defaultValue = "INFO")
  private String logLevel = "INFO";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.setUp(logFormat, Level.toLevel(logLevel));
    return switch (ConfigReader.read(config)) {
      case ConfigReading.Valid(AgentConfig valid) -> run(valid);
      case ConfigReading.Invalid(List<ConfigError> errors) -> {
        PrintWriter err = spec.commandLine().getErr();
        errors.forEach(err::println);
        err.flush();
        yield Backstay.WRONG_USE;
      }
    };
  }

  /** Runs until SIGTERM or SIGINT; everything is closed before the process ends. */
  private Integer run(AgentConfig valid) throws IOException, InterruptedException {
    RunningAgent agent = RunningAgent.start(valid, config);
    CountDownLatch forever = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(agent::close));
    forever.await();
    return Backstay.FINE;
  }
}
