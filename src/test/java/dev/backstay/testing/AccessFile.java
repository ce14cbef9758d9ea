package dev.backstay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what the chart makes of some values into a file, from a process of its own: Helm's library
 * takes over the signals of the JVM that it is loaded into, which then ends neither at SIGTERM nor
 * at Ctrl-C.
 */
final class AccessFile {
  private AccessFile() {}

  static void write(Path file, String namespace, Path values) {
    String output =
        ChildJvm.run(
            AccessFile.class,
            List.of("--enable-native-access=ALL-UNNAMED"),
            List.of(file.toString(), namespace, values.toString()));
    if (!Files.exists(file)) {
      throw new IllegalStateException("the chart was not rendered: " + output);
    }
  }

  public static void main(String[] args) throws IOException {
    Files.writeString(
        Path.of(args[0]), Chart.render(args[1], Map.of(), Optional.of(Path.of(args[2]))));
  }
}
