package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.cli.Terminal.Size;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTest {
  private static Terminal of(Map<String, String> env) {
    return Terminal.of(true, env, () -> Optional.of(new Size(120, 40)));
  }

  @ParameterizedTest
  @CsvSource({
    "TERM, xterm, true, true",
    "TERM, dumb, false, false",
    "NO_COLOR, 1, true, false",
    "NO_COLOR, '', true, true"
  })
  void honoursTheUsualVariables(String name, String value, boolean interactive, boolean colours) {
    Terminal terminal = of(Map.of(name, value));
    assertThat(terminal.isInteractive()).isEqualTo(interactive);
    assertThat(terminal.hasColours()).isEqualTo(colours);
  }

  @Test
  void aFileIsNoTerminal() {
    Terminal file = Terminal.of(false, Map.of("COLUMNS", "10"), Optional::empty);
    assertThat(file).isSameAs(Terminal.NONE);
    assertThat(file.size().get().columns()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void isAsLargeAsItSaysNow() {
    assertThat(of(Map.of()).size().get()).isEqualTo(new Size(120, 40));
    assertThat(of(Map.of("COLUMNS", "70", "LINES", "9")).size().get()).isEqualTo(new Size(70, 9));
    assertThat(of(Map.of("COLUMNS", "0", "LINES", "many")).size().get())
        .isEqualTo(new Size(120, 40));
    assertThat(Terminal.of(true, Map.of(), Optional::empty).size().get())
        .isEqualTo(new Size(80, 24));
  }
}
