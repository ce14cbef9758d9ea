package dev.backstay.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks the person at the terminal. */
@FunctionalInterface
interface Question {

  /** Yes or no; empty if nobody can be asked. */
  Optional<Boolean> ask(String question);

  static Question atTerminal() {
    return question ->
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(
                terminal -> {
                  String answer = terminal.readLine("%s [y/N] ", question);
                  return answer != null && isYes(answer);
                });
  }

  private static boolean isYes(String answer) {
    return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
