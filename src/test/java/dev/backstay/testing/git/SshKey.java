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

  /** {@code ssh-ed25519 AAAA… comment}. */
  public String publicKey() {
    return read(Path.of(file + ".pub")).strip();
  }

  /** {@code SHA256:…}. */
  public String fingerprint() {
    return keygen("-l", "-f", file + ".pub").split(" ", -1)[1];
  }

  /** Where the certificate is, once one was made. */
  public Path certificate() {
    return Path.of(file + "-cert.pub");
  }

  /** A detached signature of some bytes. */
  public String sign(byte[] payload, String namespace) {
    Path folder = file.resolveSibling("");
    Path text = folder.resolve(file.getFileName() + ".payload");
    Path signature = Path.of(text + ".sig");
    try {
      Files.write(text, payload);
      Files.deleteIfExists(signature);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keygen("-Y", "sign", "-q", "-n", namespace, "-f", file.toString(), text.toString());
    return read(signature);
  }

  /** The key of another person, certified by this one. */
  public SshKey certify(SshKey subject, String principals, String... more) {
    List<String> command = new ArrayList<>(List.of("-q", "-s", file.toString(), "-I", "test"));
    command.addAll(List.of("-n", principals));
    command.addAll(List.of(more));
    command.add(subject.file + ".pub");
    keygen(command.toArray(new String[0]));
    return new SshKey(Path.of(subject.file + "-cert.pub"));
  }

  /** A revocation list in OpenSSH's own format. */
  public static byte[] revocationList(Path folder, SshKey... keys) {
    Path list = folder.resolve("krl");
    List<String> command = new ArrayList<>(List.of("-q", "-k", "-f", list.toString()));
    for (SshKey key : keys) {
      command.add(key.file + ".pub");
    }
    keygen(command.toArray(new String[0]));
    try {
      return Files.readAllBytes(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().remove("SSH_AUTH_SOCK");
      Process process = builder.start();
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
