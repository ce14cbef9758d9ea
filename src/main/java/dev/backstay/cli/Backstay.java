package dev.backstay.cli;

import dev.backstay.cli.show.Text;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The program. Exit codes: 0 fine, 1 failed, 2 wrong use. */
@Command(
    name = "backstay",
    description = "A GitOps agent: merge to deploy, git revert to roll back.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  backstay run --config backstay.yaml",
      "  backstay status --server http://127.0.0.1:8080",
      "  backstay history production",
      "  backstay status --help"
    },
    subcommands = {
      RunCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      SyncCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      RollbackCommand.class,
      TokenCommand.class,
      ValidateCommand.class,
      VerifyAuditCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    })
public final class Backstay {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private static final Map<String, String> EXIT_CODES =
      new TreeMap<>(Map.of("0", "fine", "1", "failed", "2", "wrong use"));

  private final Terminal terminal;

  Backstay() {
    this(Terminal.NONE);
  }

  private Backstay(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    Logging.setUpNone();
    System.exit(commandLine(Terminal.current()).setUsageHelpAutoWidth(true).execute(args));
  }

  Terminal terminal() {
    return terminal;
  }

  static CommandLine commandLine() {
    return commandLine(Terminal.NONE);
  }

  /** The commands; their errors are one line, never a stack trace. */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine commands =
        withOneLineErrors(new CommandLine(new Backstay(terminal)))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(
                    terminal.hasColours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    explain(commands);
    return commands;
  }

  static CommandLine withOneLineErrors(CommandLine command) {
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, commandLine, _) -> {
              PrintWriter err = commandLine.getErr();
              err.println("error: " + Text.plain(messageOf(exception)));
              err.flush();
              return FAILED;
            });
  }

  /** Every command's help tells its exit codes and shows examples, in the same places. */
  private static void explain(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n").footerHeading("%nExamples:%n");
    if (usage.exitCodeList().isEmpty()) {
      usage.exitCodeList(EXIT_CODES);
    }
    command.getSubcommands().values().forEach(Backstay::explain);
  }

  private static String messageOf(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }
}
