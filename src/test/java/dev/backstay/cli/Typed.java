package dev.backstay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command as somebody types it: how it ended, and what it printed. */
public record Typed(int code, String out, String err) {

  /** Runs {@code backstay} with these arguments inside of the test's JVM, writing to a pipe. */
  public static Typed run(String... arguments) {
    return run(Backstay.commandLine(), arguments);
  }

  static Typed run(CommandLine commandLine, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        commandLine
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Typed(code, out.toString(), err.toString());
  }
}
