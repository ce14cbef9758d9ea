package dev.backstay.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. Exit codes: 0 fine, 1 failed, 2 wrong use. */
@Command(
    name = "backstay",
    description = "A GitOps agent: merge to deploy, git revert to roll back.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      SyncCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      RollbackCommand.class,
      ValidateCommand.class,
      VerifyAuditCommand.class,
      VersionCommand.class
    })
public final class Backstay {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The commands; their errors are one line, never a stack trace. */
  static CommandLine commandLine() {
    return withOneLineErrors(new CommandLine(new Backstay()));
  }

  static CommandLine withOneLineErrors(CommandLine command) {
    return command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, commandLine, _) -> {
              PrintWriter err = commandLine.getErr();
              err.println("error: " + messageOf(exception));
              err.flush();
              return FAILED;
            });
  }

  private static String messageOf(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }
}
