package dev.backstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command explains itself, and its examples are right. */
final class HelpTest {
  static Stream<CommandLine> commands() {
    CommandLine root = Backstay.commandLine();
    return Stream.concat(Stream.of(root), root.getSubcommands().values().stream());
  }

  private static List<String> examples(CommandLine command) {
    return List.of(command.getCommandSpec().usageMessage().footer());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasSynopsisDescriptionOptionsExitCodesAndExamples(CommandLine command) {
    String help = command.getUsageMessage();
    assertThat(help)
        .startsWith("Usage: backstay")
        .contains("\nExit codes:\n", "\nExamples:\n", "  0   ", "  2   ", "-h, --help")
        .contains(
            "  backstay "
                + (command.getCommandName().equals("backstay") ? "" : command.getCommandName()));
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    assertThat(command.getCommandSpec().options())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    assertThat(command.getCommandSpec().positionalParameters())
        .allSatisfy(parameter -> assertThat(parameter.description()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsExamplesAreUnderstood(CommandLine command) {
    assertThat(examples(command)).isNotEmpty();
    for (String example : examples(command)) {
      String line = example.strip().replaceAll("^.*(?=backstay )|[)>#].*$", "").strip();
      String[] words = line.split(" +", -1);
      assertThat(words[0]).isEqualTo("backstay");
      String[] arguments = java.util.Arrays.copyOfRange(words, 1, words.length);
      assertThat(Backstay.commandLine().parseArgs(arguments).errors()).as(line).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isAskedForInTheSameWayEverywhere(CommandLine command) {
    String name = command.getCommandName();
    String[] arguments =
        name.equals("backstay") ? new String[] {"--help"} : new String[] {name, "--help"};
    assertThat(
            Backstay.commandLine().parseArgs(arguments).subcommand() != null
                ? Backstay.commandLine().parseArgs(arguments).subcommand().isUsageHelpRequested()
                : Backstay.commandLine().parseArgs(arguments).isUsageHelpRequested())
        .isTrue();
  }
}
