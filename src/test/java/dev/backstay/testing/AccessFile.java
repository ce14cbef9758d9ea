package dev.backstay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    writeAll(namespace, Map.of(values, file));
  }

  /**
   * Writes what is made of several files of values.
   *
   * @param files where to, for each file of values
   */
  static void writeAll(String namespace, Map<Path, Path> files) {
    List<String> arguments = new ArrayList<>(List.of(namespace));
    files.forEach(
        (values, file) -> {
          arguments.add(values.toString());
          arguments.add(file.toString());
        });
    String output =
        ChildJvm.run(AccessFile.class, List.of("--enable-native-access=ALL-UNNAMED"), arguments);
    for (Path file : files.values()) {
      if (!Files.exists(file)) {
        throw new IllegalStateException("the chart was not rendered: " + output);
      }
    }
  }

  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i += 2) {
      Files.writeString(
          Path.of(args[i + 1]), Chart.render(args[0], Map.of(), Optional.of(Path.of(args[i]))));
    }
  }
}
