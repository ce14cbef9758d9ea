package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The programs of the local cluster: built once a version, then taken from the user's cache. */
public final class Binaries {
  /** Names a folder with ready programs: nothing is built then. */
  static final String OVERRIDE = "BACKSTAY_LOCAL_CLUSTER_BIN";

  private final Path folder;

  private Binaries(Path folder) {
    this.folder = folder;
  }

  /** The programs, after building those that are missing (minutes, with visible progress). */
  public static Binaries ready() throws IOException, InterruptedException {
    Optional<String> override = Project.setting(OVERRIDE);
    if (override.isPresent()) {
      return checked(Path.of(override.get()).toAbsolutePath());
    }
    Path sources = Project.sources();
    Path folder = Project.cache().resolve(key(sources));
    Binaries binaries = new Binaries(folder);
    if (!binaries.missing().isEmpty()) {
      binaries.build(sources);
    }
    return binaries;
  }

  /** The folder that holds them. */
  public Path folder() {
    return folder;
  }

  /** The kubectl of the cluster's own version. */
  public Path kubectl() {
    return path(Tool.KUBECTL);
  }

  Path path(Tool tool) {
    return folder.resolve(tool.fileName());
  }

  private List<Tool> missing() {
    return Arrays.stream(Tool.values()).filter(tool -> !Files.isExecutable(path(tool))).toList();
  }

  private void build(Path sources) throws IOException, InterruptedException {
    try (ExclusiveLock _ =
        ExclusiveLock.acquire(folder.resolve("build.lock"), "another build of the local cluster")) {
      List<Tool> missing = missing();
      if (missing.isEmpty()) {
        return;
      }
      deleteUnfinished();
      Progress.line(
          "building the local cluster into %s (once, 6 to 13 minutes on 2 cores)"
              .formatted(folder));
      new GoBuild(sources, folder).build(missing);
    }
  }

  private void deleteUnfinished() throws IOException {
    try (var unfinished = Files.newDirectoryStream(folder, "*.unfinished")) {
      for (Path file : unfinished) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Binaries checked(Path folder) {
    Binaries binaries = new Binaries(folder);
    List<String> missing = binaries.missing().stream().map(Tool::fileName).toList();
    if (!missing.isEmpty()) {
      throw new LocalClusterException(
          "Tried to use the programs in %s (%s) but it lacks %s"
              .formatted(folder, OVERRIDE, String.join(", ", missing)));
    }
    return binaries;
  }

  private static String key(Path sources) throws IOException {
    MessageDigest digest = sha256();
    for (String file :
        List.of("kubernetes/go.mod", "kubernetes/go.sum", "kwok/go.mod", "kwok/go.sum")) {
      digest.update(Files.readAllBytes(sources.resolve(file)));
    }
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    digest.update((GoBuild.flags(sources) + platform).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
