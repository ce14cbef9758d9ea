package dev.backstay.cli;

import picocli.CommandLine.Option;

/** The same choice of formats for every command that shows something. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description =
          "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). json and yaml are what the"
              + " API answers.",
      defaultValue = "table")
  private Output output = Output.TABLE;

  Output get() {
    return output;
  }
}
