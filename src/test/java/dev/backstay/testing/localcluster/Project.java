package dev.backstay.testing.localcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the sources of the local cluster are, and where what is made from them is kept. */
final class Project {
  private static final String SOURCES = "src/local-cluster";

  private Project() {}

  /** The folder with the Go modules and the kwok stages. */
  static Path sources() {
    Path start = Path.of(System.getProperty("backstay.project", "")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path sources = folder.resolve(SOURCES);
      if (Files.isDirectory(sources)) {
        return sources;
      }
    }
    throw new LocalClusterException(
        "Tried to find " + SOURCES + " but neither " + start + " nor a folder above it has one");
  }

  /** The user's cache folder for binaries and for the cluster of {@code bin/local-cluster up}. */
  static Path cache() {
    Path caches =
        setting("XDG_CACHE_HOME")
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    return caches.resolve("backstay").resolve("local-cluster").toAbsolutePath();
  }

  /** An environment variable; an empty one counts as not set. */
  static Optional<String> setting(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
