package dev.backstay.testing.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key made by the real ssh-keygen, without a passphrase.
 *
 * @param file of the private key, or of a certificate beside it
 */
public record SshKey(Path file) {

  public static SshKey make(Path folder, String name, String type) {
    Path file = folder.resolve(name);
    run(folder, List.of("-q", "-t", type, "-N", "", "-C", name, "-f", file.toString()));
    return new SshKey(file);
  }

  public static SshKey make(Path folder, String name) {
    return make(folder, name, "ed25519");
  }

  /** {@code ssh-ed25519 AAAA… comment}. */
  public String publicKey() {
    return read(Path.of(file + ".pub")).strip();
  }

  public String fingerprint() {
    return run(file.resolveSibling(""), List.of("-l", "-f", file + ".pub")).split(" ", -1)[1];
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
    run(
        folder,
        List.of("-Y", "sign", "-q", "-n", namespace, "-f", file.toString(), text.toString()));
    return read(signature);
  }

  /** The key of another person, certified by this one. */
  public SshKey certify(SshKey subject, String principals, String... more) {
    List<String> command = new ArrayList<>(List.of("-q", "-s", file.toString(), "-I", "test"));
    command.addAll(List.of("-n", principals));
    command.addAll(List.of(more));
    command.add(subject.file + ".pub");
    run(file.resolveSibling(""), command);
    return new SshKey(Path.of(subject.file + "-cert.pub"));
  }

  /** A revocation list in OpenSSH's own format. */
  public static byte[] revocationList(Path folder, SshKey... keys) {
    Path list = folder.resolve("krl");
    List<String> command = new ArrayList<>(List.of("-q", "-k", "-f", list.toString()));
    for (SshKey key : keys) {
      command.add(key.file + ".pub");
    }
    run(folder, command);
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

  private static String run(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("SSH_AUTH_SOCK");
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
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
