package dev.backstay.git.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that say who may sign, as they were at one moment. */
record KeysFolder(Path path, SortedMap<String, byte[]> files) {
  static final String ALLOWED_SIGNERS = "allowed_signers";
  static final String REVOKED_KEYS = "revoked_keys";
  static final String ACCEPTED_COMMITS = "accepted_commits";

  private static final int MOST_FILES = 1_000;
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /** A mounted Secret has its files behind links to folders whose names begin with a dot. */
  static KeysFolder read(Path path) throws UnusableKeysException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try {
      long bytes = 0;
      for (Path file : filesOf(path)) {
        String name = String.valueOf(file.getFileName());
        checkName(path, name);
        bytes += Files.size(file);
        if (files.size() == MOST_FILES || bytes > MOST_BYTES) {
          throw new UnusableKeysException(
              path + " has more than " + MOST_FILES + " files or 4 MiB: it is no folder of keys");
        }
        files.put(name, Files.readAllBytes(file));
      }
    } catch (NoSuchFileException e) {
      throw new UnusableKeysException("there is no " + e.getFile());
    } catch (IOException e) {
      throw new UnusableKeysException(path + " cannot be read: " + e);
    }
    return new KeysFolder(path, files);
  }

  private static List<Path> filesOf(Path path) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(path)) {
      all.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(file -> !Files.isDirectory(file))
          .forEach(files::add);
    }
    return files;
  }

  /** A revocation in a file whose name is mistyped would go unheard. */
  private static void checkName(Path path, String name) throws UnusableKeysException {
    boolean known =
        name.equals(ALLOWED_SIGNERS)
            || name.equals(REVOKED_KEYS)
            || name.equals(ACCEPTED_COMMITS)
            || name.startsWith("README")
            || isPgp(name);
    if (!known) {
      throw new UnusableKeysException(
          "%s in %s is none of the files that are read: %s, %s, %s, *.asc and *.gpg"
              .formatted(name, path, ALLOWED_SIGNERS, REVOKED_KEYS, ACCEPTED_COMMITS));
    }
  }

  private static boolean isPgp(String name) {
    return name.endsWith(".asc") || name.endsWith(".gpg");
  }

  /** Exported OpenPGP keys, armored or not. */
  SortedMap<String, byte[]> pgp() {
    SortedMap<String, byte[]> keys = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (isPgp(name)) {
            keys.put(name, content);
          }
        });
    return keys;
  }

  /** The same as long as nothing was changed in any file. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        digest.update(Integer.toString(file.getValue().length).getBytes(UTF_8));
        digest.update(file.getKey().getBytes(UTF_8));
        digest.update(file.getValue());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
