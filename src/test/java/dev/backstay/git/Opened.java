package dev.backstay.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A config repo opened in a data directory, as the agent does it. */
record Opened(DataDir data, ConfigRepository repository) implements AutoCloseable {

  static Remote remote(String url) {
    return new Remote(url, "main", Optional.empty(), Duration.ofSeconds(10));
  }

  static Opened at(Path dataDir, String url) throws GitException {
    return at(dataDir, remote(url));
  }

  static Opened at(Path dataDir, Remote remote) throws GitException {
    DataDir data = DataDir.open(dataDir);
    try {
      return new Opened(data, ConfigRepository.open(data, remote));
    } catch (GitException e) {
      data.close();
      throw e;
    }
  }

  /** What a poll does. */
  Revision poll() throws GitException {
    return repository.fetch(repository.lsRemote());
  }

  /** The directory of the mirror in use. */
  Path mirror() {
    try (Stream<Path> found = Files.list(data.path())) {
      return found
          .filter(path -> path.getFileName().toString().matches("mirror-\\d+"))
          .reduce(
              (_, _) -> {
                throw new AssertionError("more than one mirror");
              })
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    repository.close();
    data.close();
  }
}
