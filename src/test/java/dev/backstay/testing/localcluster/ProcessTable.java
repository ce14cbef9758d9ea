package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file that names all processes of a control plane, in the order of their start.
 *
 * <p>It is written as they start, so that whatever happens to the starter, they can be found.
 */
record ProcessTable(Path file) {
  void add(StartedProcess process) throws IOException {
    Files.writeString(
        file,
        process.toLine() + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  List<StartedProcess> all() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream().map(StartedProcess::parse).toList();
  }

  /** Stops them, the last one first: an API server that has lost its etcd does not end for long. */
  void stopAll() throws IOException, InterruptedException {
    for (StartedProcess process : all().reversed()) {
      process.stop();
    }
    Files.deleteIfExists(file);
  }
}
