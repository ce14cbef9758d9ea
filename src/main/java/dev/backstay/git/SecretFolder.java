package dev.backstay.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a mounted Secret as they are together at one moment. Kubernetes replaces all of them
 * by letting the link {@code ..data} lead elsewhere; who follows that link once does not get a user
 * of the old ones with a password of the new.
 */
final class SecretFolder {
  private static final String CURRENT = "..data";
  private static final long LONGEST = 64 * 1024;
  private static final int TRIES = 3;

  private final Path mount;
  private final Path files;

  private SecretFolder(Path mount, Path files) {
    this.mount = mount;
    this.files = files;
  }

  /** What is made of the files. */
  interface Reader<T> {
    T read(SecretFolder folder) throws GitException, NoSuchFileException;
  }

  /** Reads files together; again, if they are replaced meanwhile. */
  static <T> T read(Path mount, Reader<T> reader) throws GitException {
    for (int attempt = 1; ; attempt++) {
      try {
        return reader.read(new SecretFolder(mount, current(mount)));
      } catch (NoSuchFileException e) {
        if (attempt == TRIES) {
          throw unreadable(mount, "its files vanish while they are read");
        }
      }
    }
  }

  private static Path current(Path mount) throws GitException, NoSuchFileException {
    if (!Files.isDirectory(mount)) {
      throw unreadable(mount, "there is no such folder: mount the Secret there");
    }
    Path link = mount.resolve(CURRENT);
    try {
      return Files.exists(link) ? link.toRealPath() : mount;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(mount, "following ..data gave " + e.getClass().getSimpleName());
    }
  }

  /** Where a file stands, as it is told to people. */
  Path path(String name) {
    return mount.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(files.resolve(name));
  }

  /** A text of one line. */
  Optional<String> line(String name) throws GitException, NoSuchFileException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return text;
    }
    // editors and `echo` end a file with a line break that is no part of the secret
    String value = text.get().strip();
    if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
      throw unreadable("its file " + name + " is empty or holds control characters");
    }
    return Optional.of(value);
  }

  /** A text of many lines. */
  Optional<String> text(String name) throws GitException, NoSuchFileException {
    Path file = files.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw unreadable("its file " + name + " is too long for a credential");
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      // the message of a decoding error could hold bytes of the secret: only its kind is told
      throw unreadable("its file " + name + " gave " + e.getClass().getSimpleName());
    }
  }

  GitException unreadable(String because) {
    return unreadable(mount, because);
  }

  private static GitException unreadable(Path mount, String because) {
    return new GitException(
        GitException.Kind.AUTHENTICATION, "read the credentials in " + mount, because);
  }
}
