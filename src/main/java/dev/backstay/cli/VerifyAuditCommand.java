package dev.backstay.cli;

import dev.backstay.audit.MalformedHistory;
import dev.backstay.audit.StoredHistory;
import dev.backstay.audit.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify-audit",
    description = "Judge by the API server's audit log whether agents kept their promises.",
    exitCodeList = {
      "0:they did",
      "1:not all of them",
      "2:the file tells nothing of an agent, or wrong use"
    },
    footer = "  backstay verify-audit events.jsonl",
    mixinStandardHelpOptions = true)
final class VerifyAuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "JSON lines: audit events, and what docs/audit.md says may be added.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.isRegularFile(file)) {
      err.println("error: " + file + " is no file");
      return Backstay.WRONG_USE;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return tell(Verdict.on(StoredHistory.read(lines)));
    } catch (MalformedHistory e) {
      err.println("error: " + file + ": " + e.getMessage());
      return Backstay.WRONG_USE;
    }
  }

  private int tell(Verdict verdict) {
    PrintWriter out = spec.commandLine().getOut();
    if (verdict.requests() == 0) {
      spec.commandLine().getErr().println("error: " + file + " has no request of a Backstay agent");
      return Backstay.WRONG_USE;
    }
    verdict.violations().forEach(out::println);
    out.println(verdict.summary());
    out.flush();
    return verdict.violations().isEmpty() ? Backstay.FINE : Backstay.FAILED;
  }
}
