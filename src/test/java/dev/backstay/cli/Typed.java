package dev.backstay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command as it was typed, what it said, and how it ended. */
public record Typed(int code, String out, String err) {
  /** Runs it inside of the test's JVM, writing to a pipe. */
  public static Typed run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Backstay.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Typed(code, out.toString(), err.toString());
  }
}
