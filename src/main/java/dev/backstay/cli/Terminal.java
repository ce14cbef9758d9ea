package dev.backstay.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the commands write to.
 *
 * @param isInteractive whether lines can be drawn in place
 * @param size as it is now: a window changes
 */
record Terminal(boolean isInteractive, boolean hasColours, Supplier<Size> size) {
  /** A file or a pipe: nothing is cut, nothing is coloured. */
  static final Terminal NONE =
      new Terminal(false, false, () -> new Size(Integer.MAX_VALUE, Integer.MAX_VALUE));

  private static final Size USUAL = new Size(80, 24);
  private static final Pattern STTY = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

  record Size(int columns, int rows) {
    Size {
      columns = Math.max(1, columns);
      rows = Math.max(1, rows);
    }
  }

  static Terminal current() {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return of(isTerminal, System.getenv(), Terminal::stty);
  }

  /**
   * As the environment variables say it.
   *
   * @param asked what the terminal itself says of its size
   */
  static Terminal of(boolean isTerminal, Map<String, String> env, Supplier<Optional<Size>> asked) {
    if (!isTerminal || env.getOrDefault("TERM", "").equals("dumb")) {
      return NONE;
    }
    boolean wantsNoColour = !env.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(true, !wantsNoColour, () -> size(env, asked.get().orElse(USUAL)));
  }

  private static Size size(Map<String, String> env, Size asked) {
    return new Size(
        number(env, "COLUMNS").orElse(asked.columns()), number(env, "LINES").orElse(asked.rows()));
  }

  private static Optional<Integer> number(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name))
        .filter(text -> text.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf);
  }

  /** Java cannot tell; where there is no such program, the terminal has the usual size. */
  private static Optional<Size> stty() {
    try {
      Process process =
          new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      process.waitFor(1, TimeUnit.SECONDS);
      Matcher size = STTY.matcher(said);
      return size.matches() && !size.group(2).equals("0")
          ? Optional.of(new Size(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
