package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion as a real bash runs it. */
final class CompletionTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder = Path.of("");

  private static String script(String shell) {
    StringWriter out = new StringWriter();
    int code = Backstay.commandLine().setOut(new PrintWriter(out)).execute("completion", shell);
    assertThat(code).isZero();
    return out.toString();
  }

  /** What is offered when the last of some words is being typed. */
  private List<String> offered(String line) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(BASH), "there is no bash here");
    Path file = Files.writeString(folder.resolve("completion"), script("bash"));
    String ask =
        """
        source %s
        COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="%s"; COMP_POINT=${#COMP_LINE}
        $(complete -p backstay | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(file, line.endsWith(" ") ? line + "''" : line, line);
    Process bash =
        new ProcessBuilder(BASH.toString(), "--norc", "-c", ask).redirectErrorStream(true).start();
    bash.getOutputStream().close();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'backstay sta', status",
    "'backstay his', history",
    "'backstay status --wa', --watch",
    "'backstay status --out', --output",
    "'backstay status -o ', yaml",
    "'backstay sync --accept', --accept-rewrite",
    "'backstay tok', token",
    "'backstay token ada --ro', --role",
    "'backstay token ada --role ', operate",
    "'backstay completion ', bash"
  })
  void bashOffersWhatCanBeTyped(String line, String expected) throws Exception {
    assertThat(offered(line)).contains(expected);
  }

  @Test
  void oneScriptIsForBothShells() {
    assertThat(script("zsh"))
        .startsWith("# Completion of backstay for zsh\n")
        .contains("bashcompinit");
    assertThat(script("zsh").lines().skip(1).filter(line -> !line.contains("Date:")))
        .isEqualTo(script("bash").lines().skip(1).filter(line -> !line.contains("Date:")).toList());
  }
}
