package dev.backstay.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mirrors in the data directory. A mirror is never mended in place: a fresh one gets the next
 * number ({@code mirror-2}), as JGit may still hold files of the old one under its name.
 */
final class MirrorFolder {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorFolder.class);
  private static final String UNFINISHED = ".new";
  private static final Pattern NAME = Pattern.compile("mirror-(\\d{1,9})(\\.new)?");

  private final Path folder;
  private final Remote remote;
  private int used;

  MirrorFolder(Path folder, Remote remote) {
    this.folder = folder;
    this.remote = remote;
  }

  /** The newest usable mirror, or an empty one; the others are deleted. */
  Mirror openOrCreate() throws IOException {
    for (Path directory : whole()) {
      Optional<Mirror> mirror = Mirror.open(directory, remote);
      if (mirror.isPresent()) {
        deleteAllBut(directory);
        return mirror.get();
      }
      LOG.info("{} is no usable mirror of {} and is given up", directory, remote);
    }
    Path fresh = next();
    deleteAllBut(fresh);
    return Mirror.create(fresh, remote);
  }

  /** A mirror that is being made; a process that dies before {@link #finish} leaves no trace. */
  Mirror begin() throws IOException {
    Path directory = folder.resolve(next().getFileName() + UNFINISHED);
    delete(directory);
    return Mirror.create(directory, remote);
  }

  /** Gives a mirror its final name. */
  Mirror finish(Mirror made) throws IOException {
    made.close();
    String name = made.directory().getFileName().toString();
    Path directory = folder.resolve(name.substring(0, name.length() - UNFINISHED.length()));
    Files.move(made.directory(), directory, StandardCopyOption.ATOMIC_MOVE);
    Optional<Mirror> mirror = Mirror.open(directory, remote);
    if (mirror.isEmpty()) {
      delete(directory);
      throw new IOException("what the git server sent cannot be read");
    }
    return mirror.get();
  }

  /** Gives a closed mirror up. What cannot be deleted now is deleted at the next start. */
  void delete(Mirror mirror) {
    try {
      delete(mirror.directory());
    } catch (IOException e) {
      LOG.warn("Tried to delete {} but failed because {}", mirror.directory(), e.toString());
    }
  }

  /** A number that was never used, even if somebody deleted the mirror that had the last one. */
  private Path next() throws IOException {
    int newest = whole().stream().mapToInt(MirrorFolder::number).max().orElse(0);
    used = Math.max(used, newest) + 1;
    return folder.resolve("mirror-" + used);
  }

  /** Those that were finished, newest first. */
  private List<Path> whole() throws IOException {
    return all().stream()
        .filter(directory -> !directory.toString().endsWith(UNFINISHED))
        .sorted(Comparator.comparingInt(MirrorFolder::number).reversed())
        .toList();
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).toList();
    }
  }

  private static int number(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  private void deleteAllBut(Path survivor) throws IOException {
    for (Path directory : all()) {
      if (!directory.equals(survivor)) {
        delete(directory);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
