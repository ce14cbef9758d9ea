package dev.backstay.testing.localcluster;

import java.io.Console;
import java.util.Optional;

/** What the user sees while waiting: on stderr, because stdout belongs to the commands' answers. */
final class Progress {
  private static final boolean TERMINAL =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private static final int TICKS_BETWEEN_LINES = 30;

  private Progress() {}

  static void line(String text) {
    System.err.println((TERMINAL ? "\r\033[K" : "") + text);
  }

  /** Called every second; a terminal sees it in place, a log file has a line now and then. */
  static void tick(String text, int count) {
    if (TERMINAL) {
      System.err.print("\r\033[K" + text);
      System.err.flush();
    } else if (count % TICKS_BETWEEN_LINES == 0) {
      System.err.println(text);
    }
  }
}
