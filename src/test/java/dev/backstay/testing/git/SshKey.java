package dev.backstay.testing.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key pair as people make it, by the real ssh-keygen.
 *
 * @param file the private half; the public one is beside it
 */
public record SshKey(Path file) {

  /** For instance {@code make(folder, "deploy", "-t", "ed25519")}; without passphrase. */
  public static SshKey make(Path folder, String name, String... options) {
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("-q", "-f", file.toString(), "-C", name));
    if (!List.of(options).contains("-N")) {
      command.addAll(List.of("-N", ""));
    }
    command.addAll(List.of(options));
    keygen(command.toArray(new String[0]));
    return new SshKey(file);
  }

  /** An Ed25519 key. */
  public static SshKey make(Path folder, String name) {
    return make(folder, name, "-t", "ed25519");
  }

  /** The text of the private half. */
  public String secret() {
    return read(file);
  }

  /** {@code ssh-ed25519 AAAA…}, without a comment. */
  public String line() {
    String[] words = read(Path.of(file + ".pub")).split(" ", -1);
    return words[0] + " " + words[1].strip();
  }

  /** {@code SHA256:…}. */
  public String fingerprint() {
    return keygen("-l", "-f", file + ".pub").split(" ", -1)[1];
  }

  /** Where the certificate is, once one was made. */
  public Path certificate() {
    return Path.of(file + "-cert.pub");
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs ssh-keygen and gives what it prints. */
  public static String keygen(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("ssh-keygen failed: " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
